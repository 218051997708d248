/** Tests of the launcher. The topology is tested whole, with a stand-in for the chat service, in {@code TopologyIT}. */
@NullMarked
package dev.rapport.launcher;

import org.jspecify.annotations.NullMarked;

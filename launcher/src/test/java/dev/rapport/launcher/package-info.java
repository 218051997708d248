/**
 * Tests of the launcher, and of all of Rapport as it starts it. {@code TopologyIT} has a stand-in for the chat service and
 * sees what the launcher does; {@code RapportIT}, {@code ProviderIT}, {@code StoreFaultIT}, {@code PageIT} and
 * {@code OrdinaryUserIT} have the chat service itself.
 */
@NullMarked
package dev.rapport.launcher;

import org.jspecify.annotations.NullMarked;

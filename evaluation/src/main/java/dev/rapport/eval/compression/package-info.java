/**
 * What is left of a conversation that is compressed without a question. Start reading at
 * {@link dev.rapport.eval.compression.Planted}.
 */
@NullMarked
package dev.rapport.eval.compression;

import org.jspecify.annotations.NullMarked;

/**
 * Encryption of what is kept, with what the Java platform has: AES-256 in Galois/Counter Mode, HKDF and HMAC with SHA-256.
 *
 * <p>Start reading at {@link dev.rapport.memory.seal.AesVault}; why it is so stands in docs/decisions/0020.
 */
@NullMarked
package dev.rapport.memory.seal;

import org.jspecify.annotations.NullMarked;

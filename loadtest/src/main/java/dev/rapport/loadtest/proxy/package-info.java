/**
 * A TCP proxy that makes a connection between two parts go wrong on request: late, slow, torn, altered or refused.
 *
 * <p>Start reading at {@link dev.rapport.loadtest.proxy.FaultProxy}. Usage:
 *
 * <pre>
 * proxy --listen 9100 --upstream 127.0.0.1:9000 --control 9101 --seed 7
 * curl -d '{"name":"slow","type":"latency","direction":"down","attributes":{"latency_ms":200,"jitter_ms":50}}' \
 *      localhost:9101/faults
 * curl localhost:9101/faults ; curl localhost:9101/stats
 * curl -X DELETE localhost:9101/faults/slow
 * </pre>
 *
 * <p>The types and their attributes are those of {@link dev.rapport.loadtest.proxy.FaultType}. {@code up} is from client to
 * upstream, {@code down} back. A change reaches open connections too, and counts of bytes begin with it; only a response
 * that has begun keeps its {@code sse_*} faults. Which connections a fault strikes, and what it draws, follows from the
 * seed, the connection's number (from 0, in the order of accepting) and the fault's name. Draws per piece read (jitter)
 * depend on how TCP cuts the stream; draws per byte or per event do not.
 */
@NullMarked
package dev.rapport.loadtest.proxy;

import org.jspecify.annotations.NullMarked;

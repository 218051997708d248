package dev.rapport.loadtest.client;

/**
 * One event of an event stream.
 *
 * @param name {@code message} if the stream named none
 * @param id the last id seen, empty if there was none
 */
public record SseEvent(String name, String id, String data) {}

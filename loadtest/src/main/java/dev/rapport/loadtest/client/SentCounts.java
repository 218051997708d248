package dev.rapport.loadtest.client;

/** HTTP requests handed to a connection, by kind. The service's audit must know as many. */
public record SentCounts(long sessions, long chats, long ends) {
    public long total() {
        return sessions + chats + ends;
    }
}

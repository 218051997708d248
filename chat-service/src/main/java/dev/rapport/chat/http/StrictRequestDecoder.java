package dev.rapport.chat.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as the server's own decoder does, but for two things that it forgives and that cannot be seen after it: a
 * header that goes on in the next line (RFC 9112 section 5.2), which programs join in different ways, and a version that is
 * not 1.0 or 1.1. Both are answered with 400.
 *
 * <p>One for each connection.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private @Nullable ByteBuf arrived;
    private boolean inHeaders;

    private StrictRequestDecoder(Http1ServerConfig limits) {
        super(limits);
    }

    /** Takes the place of the connection's own decoder, before it has read anything. */
    static void install(HttpConnection connection) {
        ChannelPipeline pipeline =
                ((Http1ServerConnection) connection).channel().pipeline();
        String name = pipeline.context(VertxHttpRequestDecoder.class).name();
        pipeline.replace(VertxHttpRequestDecoder.class, name, new StrictRequestDecoder(ChatServer.limits()));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        arrived = buffer;
        if (inHeaders) {
            spoilFolds(buffer);
        }
        int before = out.size();
        super.decode(context, buffer, out);
        inHeaders = inHeaders && out.size() == before;
    }

    @Override
    protected HttpMessage createMessage(String[] requestLine) {
        String version = requestLine[2];
        if (!version.equals("HTTP/1.1") && !version.equals("HTTP/1.0")) {
            throw new IllegalArgumentException("version: " + version + " (expected: HTTP/1.1)");
        }
        inHeaders = true;
        if (arrived != null) {
            spoilFolds(arrived);
        }
        return super.createMessage(requestLine);
    }

    /* White space at the beginning of a line becomes what no name may have, so the decoder refuses it. The buffer begins with a
    line: what is not whole yet is left in it. */
    private static void spoilFolds(ByteBuf buffer) {
        boolean lineBegins = true;
        boolean empty = true;
        for (int i = buffer.readerIndex(); i < buffer.writerIndex(); i++) {
            byte c = buffer.getByte(i);
            if (lineBegins && (c == ' ' || c == '\t')) {
                buffer.setByte(i, 0);
            }
            lineBegins = c == '\n';
            if (lineBegins && empty) {
                return; // the body begins
            }
            empty = lineBegins || (empty && c == '\r');
        }
    }
}

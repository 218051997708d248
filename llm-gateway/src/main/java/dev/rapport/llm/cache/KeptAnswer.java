package dev.rapport.llm.cache;

import dev.rapport.llm.AnswerEnd;
import dev.rapport.llm.AnswerEnd.Finish;
import dev.rapport.llm.AnswerStream;
import dev.rapport.llm.Part;
import dev.rapport.llm.Source;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A complete answer of the first choice, for whoever asks the same again.
 *
 * @param pieces its text; the model's pieces joined to such of {@value #PIECE_LENGTH} characters or a little more, since a
 *     piece of four characters takes 56 bytes, which no bound would count
 * @param end as the model gave it, but free
 */
record KeptAnswer(Source source, List<String> pieces, AnswerEnd end) {
    /** A piece's own 56 bytes are then 3 % of what it weighs. */
    static final int PIECE_LENGTH = 1_024;

    /** Key, hash, records and the cache's node; a guess, not measured. */
    static final int WEIGHT_EMPTY = 200;

    KeptAnswer {
        pieces = List.copyOf(pieces);
    }

    /** What of this may be kept: nothing that broke off or had to do without the first choice. */
    static Optional<KeptAnswer> of(Source source, List<Next> log, AnswerEnd end) {
        boolean firstChoice = !source.local() && source.notice().isEmpty();
        boolean oneVoice = log.stream().noneMatch(Next.Replaced.class::isInstance);
        return firstChoice && oneVoice && end.finish() == Finish.STOP
                ? Optional.of(new KeptAnswer(source, joined(log), Free.of(end)))
                : Optional.empty();
    }

    private static List<String> joined(List<Next> log) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        for (Next next : log) {
            if (next instanceof Next.Piece(var text)) {
                piece.append(text);
                if (piece.length() >= PIECE_LENGTH) {
                    pieces.add(piece.toString());
                    piece.setLength(0);
                }
            }
        }
        if (!piece.isEmpty()) {
            pieces.add(piece.toString());
        }
        return pieces;
    }

    /** Bytes, in UTF-16; Latin text takes half of it. */
    int weight() {
        return WEIGHT_EMPTY
                + Character.BYTES * pieces.stream().mapToInt(String::length).sum();
    }

    /** The answer once more. */
    AnswerStream stream() {
        Iterator<String> rest = pieces.iterator();
        return new PacedAnswer(source, new PacedAnswer.Script() {
            @Override
            public Next next() {
                return rest.hasNext() ? new Next.Piece(rest.next()) : new Next.Ended(end);
            }

            @Override
            public List<Part> parts() {
                return end.parts();
            }

            @Override
            public void left() {
                // nobody else is concerned
            }
        });
    }
}

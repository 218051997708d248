package dev.rapport.chat.traits;

import dev.rapport.chat.turn.Trait.Polarity;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * How a model lies in a file: a head with what it was made for, its classes, the weights that are not 0, and a CRC-32 of all of
 * it. Big-endian, as {@link DataOutputStream} writes it.
 *
 * <p>A file is read whole at the start of the service, or refused: weights for other features would be noise.
 */
final class TraitModelFile {
    /** "RTM" and the version of this form and of the features. */
    private static final int MAGIC = 0x52544D01;

    /** Each attribute, said to be so and not to be so. */
    static final int KINDS_MAX = 128;

    /** 64 MB; a model learnt from 5,222 utterances has 8. */
    static final long BYTES_MAX = 64L << 20;

    private TraitModelFile() {}

    static void write(Path file, List<TraitModel.Kind> kinds, Softmax about, Softmax inValue, float probabilityMin)
            throws IOException {
        CRC32 sum = new CRC32();
        try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file));
                DataOutputStream out = new DataOutputStream(new CheckedOutputStream(to, sum))) {
            out.writeInt(MAGIC);
            out.writeInt(ModelFeatures.STATEMENT_SIZE);
            out.writeInt(ModelFeatures.WORD_SIZE);
            out.writeFloat(probabilityMin);
            out.writeInt(kinds.size());
            for (TraitModel.Kind kind : kinds) {
                out.writeUTF(kind.attribute().name());
                out.writeBoolean(kind.polarity() == Polarity.DENIED);
            }
            about.write(out);
            inValue.write(out);
            out.writeLong(sum.getValue());
        }
    }

    static TraitModel read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > BYTES_MAX) {
            throw bad(file, bytes + " bytes", "at most " + BYTES_MAX);
        }
        CRC32 sum = new CRC32();
        try (InputStream from = new BufferedInputStream(Files.newInputStream(file));
                DataInputStream in = new DataInputStream(new CheckedInputStream(from, sum))) {
            head(file, in);
            float probabilityMin = in.readFloat();
            if (!(probabilityMin >= 0 && probabilityMin <= 1)) {
                throw bad(file, "limit " + probabilityMin, "0..1");
            }
            List<TraitModel.Kind> kinds = kinds(file, in);
            Softmax about = Softmax.read(in, kinds.size() + 1, ModelFeatures.STATEMENT_SIZE);
            Softmax inValue = Softmax.read(in, 2, ModelFeatures.WORD_SIZE);
            long counted = sum.getValue();
            if (in.readLong() != counted || in.read() >= 0) {
                throw bad(file, "another sum at its end", "what was written; the file is damaged");
            }
            return new TraitModel(kinds, about, inValue, probabilityMin);
        } catch (EOFException e) {
            throw new IOException(message(file, "cut off after " + bytes + " bytes", "a whole file"), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(message(file, String.valueOf(e.getMessage()), "what this version writes"), e);
        }
    }

    private static void head(Path file, DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw bad(file, "another kind of file", "a trait model of this version, see eval traits --save");
        }
        int statement = in.readInt();
        int word = in.readInt();
        if (statement != ModelFeatures.STATEMENT_SIZE || word != ModelFeatures.WORD_SIZE) {
            throw bad(
                    file,
                    statement + " and " + word + " features",
                    ModelFeatures.STATEMENT_SIZE + " and " + ModelFeatures.WORD_SIZE);
        }
    }

    private static List<TraitModel.Kind> kinds(Path file, DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > KINDS_MAX) {
            throw bad(file, count + " classes", "0.." + KINDS_MAX);
        }
        List<TraitModel.Kind> kinds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Attribute attribute = Attribute.valueOf(in.readUTF());
            kinds.add(new TraitModel.Kind(attribute, in.readBoolean() ? Polarity.DENIED : Polarity.AFFIRMED));
        }
        return List.copyOf(kinds);
    }

    private static IOException bad(Path file, String found, String expected) {
        return new IOException(message(file, found, expected));
    }

    private static String message(Path file, String found, String expected) {
        return "trait model " + file + ": " + found + " (expected: " + expected + ")";
    }
}

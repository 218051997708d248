package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Lucene's HNSW over float vectors, in memory, one segment, with its usual settings. Asked of the segment itself. */
final class LuceneNearest implements NearestSearch {
    private static final String FIELD = "vector";

    /** Candidates kept open; Lucene keeps as many as it is asked for. */
    private static final int BEAM_WIDTH = GraphIndex.SEARCH_BEAM_WIDTH;

    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final DirectoryReader reader;
    private final LeafReader segment;

    LuceneNearest(List<Embedding> vectors) throws IOException {
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig().setRAMBufferSizeMB(1_024))) {
            for (Embedding vector : vectors) {
                Document document = new Document();
                document.add(new KnnFloatVectorField(FIELD, vector.toArray(), VectorSimilarityFunction.DOT_PRODUCT));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        this.reader = DirectoryReader.open(directory);
        this.segment = reader.leaves().getFirst().reader();
    }

    @Override
    public int[] nearest(Embedding question, int wanted) throws IOException {
        TopDocs found = segment.searchNearestVectors(
                FIELD,
                question.toArray(),
                Math.max(BEAM_WIDTH, wanted),
                AcceptDocs.fromLiveDocs(null, segment.maxDoc()),
                Integer.MAX_VALUE);
        int[] slots = new int[Math.min(wanted, found.scoreDocs.length)];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = found.scoreDocs[i].doc;
        }
        return slots;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
    }
}

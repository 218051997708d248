package dev.rapport.memory.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * What {@link LexicalIndex} does, with Lucene in memory: BM25 over each message, and over it with its neighbours, of the
 * same words with the same weights. A window is stored when its last message comes, so each message is written up to
 * three times; with one document for each message that is what an index must do that can only replace documents.
 */
final class LuceneWords implements AutoCloseable {
    private static final float K1 = 1.2f;
    private static final float B = 0.75f;
    private static final float MESSAGE_SHARE = 0.4f;
    private static final float WINDOW_SHARE = 0.6f;

    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private DirectoryReader reader;
    private IndexSearcher searcher;

    LuceneWords() throws IOException {
        this.writer = new IndexWriter(directory, new IndexWriterConfig().setSimilarity(new BM25Similarity(K1, B)));
        this.reader = DirectoryReader.open(writer);
        this.searcher = searcher(reader);
    }

    private static IndexSearcher searcher(DirectoryReader reader) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(new BM25Similarity(K1, B));
        searcher.setQueryCache(null);
        return searcher;
    }

    /** Adds a message with the texts around it, one of which may be missing. */
    void add(String message, List<String> window) throws IOException {
        Document document = new Document();
        document.add(new TextField("message", new Words(List.of(message))));
        document.add(new TextField("window", new Words(window)));
        writer.addDocument(document);
    }

    /** Makes all that was added visible. */
    void refresh() throws IOException {
        DirectoryReader newer = DirectoryReader.openIfChanged(reader, writer);
        if (newer != null) {
            reader.close();
            reader = newer;
            searcher = searcher(newer);
        }
    }

    void mergeAll() throws IOException {
        writer.forceMerge(1);
        refresh();
    }

    ScoreDoc[] search(String text, int wanted) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String term : Terms.of(text)) {
            query.add(boosted("message", term, MESSAGE_SHARE), BooleanClause.Occur.SHOULD);
            query.add(boosted("window", term, WINDOW_SHARE), BooleanClause.Occur.SHOULD);
        }
        return searcher.search(query.build(), wanted).scoreDocs;
    }

    private static BoostQuery boosted(String field, String term, float boost) {
        return new BoostQuery(new TermQuery(new Term(field, term)), boost);
    }

    @Override
    public void close() throws IOException {
        reader.close();
        writer.close();
        directory.close();
    }

    private static final class Words extends TokenStream {
        private final CharTermAttribute attribute = addAttribute(CharTermAttribute.class);
        private final List<String> terms = new ArrayList<>();
        private Iterator<String> rest = terms.iterator();

        private Words(List<String> texts) {
            texts.forEach(text -> terms.addAll(Terms.all(text)));
        }

        @Override
        public void reset() {
            rest = terms.iterator();
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            if (!rest.hasNext()) {
                return false;
            }
            attribute.append(rest.next());
            return true;
        }
    }
}

import java.io.IOException;
import org.apache.lucene.codecs.DocValuesConsumer;
import org.apache.lucene.codecs.DocValuesFormat;
import org.apache.lucene.codecs.DocValuesProducer;
import org.apache.lucene.codecs.lucene80.Lucene80DocValuesFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Elasticsearch 7.0.0 asks for the doc-values format named "Lucene70"; the Lucene in the jar is somewhat newer and has
 * only "Lucene80". Lucene finds this class through META-INF/services.
 */
public final class Lucene70Alias extends DocValuesFormat {
    private final DocValuesFormat successor = new Lucene80DocValuesFormat();

    public Lucene70Alias() {
        super("Lucene70");
    }

    @Override
    public DocValuesConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
        return successor.fieldsConsumer(state);
    }

    @Override
    public DocValuesProducer fieldsProducer(SegmentReadState state) throws IOException {
        return successor.fieldsProducer(state);
    }
}

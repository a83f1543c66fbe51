import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.network.NetworkService;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.util.BigArrays;
import org.elasticsearch.common.util.PageCacheRecycler;
import org.elasticsearch.common.xcontent.NamedXContentRegistry;
import org.elasticsearch.env.Environment;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.index.rankeval.RankEvalPlugin;
import org.elasticsearch.indices.breaker.CircuitBreakerService;
import org.elasticsearch.join.ParentJoinPlugin;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.NetworkPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.script.mustache.MustachePlugin;
import org.elasticsearch.search.aggregations.matrix.MatrixAggregationPlugin;
import org.elasticsearch.threadpool.ThreadPool;
import org.elasticsearch.transport.Transport;

/**
 * A real Elasticsearch 7.0.0 node on loopback.
 *
 * <p>The jar that PyPI has holds Elasticsearch's core but not its two network layers, which are modules of their own
 * (both made with Netty). This program supplies them: HTTP by the JDK's own server ({@link HttpBridge}), and for the
 * traffic between nodes, of which a single node has none, a transport that does nothing ({@link LoneTransport}).
 *
 * <pre>java EsNode HOME PORT [setting=value ...]</pre>
 */
public final class EsNode extends Node {
    private static final String NAME = "evergreen";

    private EsNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
        super(environment, plugins, /* forbidPrivateIndexSettings */ true);
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Paths.get(arguments[0]);
        for (String folder : Arrays.asList("config", "modules", "plugins")) {
            Files.createDirectories(home.resolve(folder));
        }

        Settings.Builder settings = Settings.builder()
            .put("path.home", home.toString())
            .put("cluster.name", NAME)
            .put("node.name", NAME)
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[1])
            .put("http.type", LayersOfOurs.HTTP)
            .put("transport.type", LayersOfOurs.TRANSPORT)
            // A full disk of the machine must not make the node refuse to write.
            .put("cluster.routing.allocation.disk.threshold_enabled", false);
        for (String argument : Arrays.copyOfRange(arguments, 2, arguments.length)) {
            String[] keyAndValue = argument.split("=", 2);
            settings.put(keyAndValue[0], keyAndValue[1]);
        }

        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(settings.build(), Collections.emptyMap(), null, () -> NAME);
        LogConfigurator.setNodeName(NAME);
        Node node = new EsNode(environment, Arrays.asList(
            LayersOfOurs.class,
            ParentJoinPlugin.class,
            MatrixAggregationPlugin.class,
            RankEvalPlugin.class,
            MustachePlugin.class));
        node.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception e) {
                e.printStackTrace();
            }
        }));
        System.out.println("listening on port " + arguments[1]);
        new CountDownLatch(1).await();
    }

    /** Offers the two layers to the node, by the names that its settings say. */
    public static final class LayersOfOurs extends Plugin implements NetworkPlugin {
        static final String HTTP = "jdk";
        static final String TRANSPORT = "lone";

        @Override
        public Map<String, Supplier<Transport>> getTransports(
            Settings settings, ThreadPool threadPool, PageCacheRecycler pageCacheRecycler,
            CircuitBreakerService circuitBreakerService, NamedWriteableRegistry namedWriteableRegistry,
            NetworkService networkService) {
            return Collections.singletonMap(TRANSPORT, LoneTransport::new);
        }

        @Override
        public Map<String, Supplier<HttpServerTransport>> getHttpTransports(
            Settings settings, ThreadPool threadPool, BigArrays bigArrays, PageCacheRecycler pageCacheRecycler,
            CircuitBreakerService circuitBreakerService, NamedXContentRegistry xContentRegistry,
            NetworkService networkService, HttpServerTransport.Dispatcher dispatcher) {
            return Collections.singletonMap(HTTP,
                () -> new HttpBridge(settings, networkService, bigArrays, threadPool, xContentRegistry, dispatcher));
        }
    }
}

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.cluster.node.DiscoveryNode;
import org.elasticsearch.common.component.AbstractLifecycleComponent;
import org.elasticsearch.common.lease.Releasable;
import org.elasticsearch.common.transport.BoundTransportAddress;
import org.elasticsearch.common.transport.TransportAddress;
import org.elasticsearch.transport.ConnectTransportException;
import org.elasticsearch.transport.ConnectionProfile;
import org.elasticsearch.transport.RequestHandlerRegistry;
import org.elasticsearch.transport.Transport;
import org.elasticsearch.transport.TransportMessageListener;
import org.elasticsearch.transport.TransportRequest;
import org.elasticsearch.transport.TransportStats;

/**
 * The transport of a node without peers. It keeps the handlers, which the node calls directly for requests to itself;
 * it listens nowhere and connects to nobody. The address is only a name, as a node must have one.
 */
final class LoneTransport extends AbstractLifecycleComponent implements Transport {
    private final Map<String, RequestHandlerRegistry<? extends TransportRequest>> handlers = new ConcurrentHashMap<>();
    private final ResponseHandlers responseHandlers = new ResponseHandlers();
    private final BoundTransportAddress address;

    LoneTransport() {
        TransportAddress self = new TransportAddress(InetAddress.getLoopbackAddress(), 9300);
        address = new BoundTransportAddress(new TransportAddress[] {self}, self);
    }

    @Override
    public <Request extends TransportRequest> void registerRequestHandler(RequestHandlerRegistry<Request> registry) {
        handlers.put(registry.getAction(), registry);
    }

    @Override
    public RequestHandlerRegistry<? extends TransportRequest> getRequestHandler(String action) {
        return handlers.get(action);
    }

    @Override
    public Releasable openConnection(
        DiscoveryNode node, ConnectionProfile profile, ActionListener<Connection> listener) {
        listener.onFailure(new ConnectTransportException(node, "this node has no peers"));
        return () -> {};
    }

    @Override
    public BoundTransportAddress boundAddress() {
        return address;
    }

    @Override
    public Map<String, BoundTransportAddress> profileBoundAddresses() {
        return Collections.emptyMap();
    }

    @Override
    public TransportAddress[] addressesFromString(String address, int perAddressLimit) {
        return new TransportAddress[0];
    }

    @Override
    public List<String> getLocalAddresses() {
        return Collections.emptyList();
    }

    @Override
    public TransportStats getStats() {
        return new TransportStats(0, 0, 0, 0, 0);
    }

    @Override
    public ResponseHandlers getResponseHandlers() {
        return responseHandlers;
    }

    @Override
    public void addMessageListener(TransportMessageListener listener) {}

    @Override
    public boolean removeMessageListener(TransportMessageListener listener) {
        return true;
    }

    @Override
    protected void doStart() {}

    @Override
    protected void doStop() {}

    @Override
    protected void doClose() {}
}

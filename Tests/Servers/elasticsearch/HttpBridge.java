import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.common.bytes.BytesArray;
import org.elasticsearch.common.bytes.BytesReference;
import org.elasticsearch.common.network.NetworkService;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.util.BigArrays;
import org.elasticsearch.common.xcontent.NamedXContentRegistry;
import org.elasticsearch.http.AbstractHttpServerTransport;
import org.elasticsearch.http.HttpChannel;
import org.elasticsearch.http.HttpRequest;
import org.elasticsearch.http.HttpResponse;
import org.elasticsearch.http.HttpServerChannel;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.threadpool.ThreadPool;

/** Elasticsearch's HTTP layer on the JDK's own HTTP server; what its Netty layer does, as far as clients can tell. */
final class HttpBridge extends AbstractHttpServerTransport {
    /** The longest that one request may take before it is answered with 504. */
    private static final long ANSWER_SECONDS = 300;

    /** How long the other requests under way may still take when some thread of the node has died. */
    private static final long SECONDS_AFTER_A_FATAL_ERROR = 5;

    /** How much of a body that is too long is still read, so that its sender gets to read the 413. */
    private static final long DRAIN_LIMIT = 512L << 20;

    private final Set<CompletableFuture<Response>> awaited = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService undertaker = Executors.newSingleThreadScheduledExecutor(HttpBridge::daemon);
    private HttpServer server;

    HttpBridge(
        Settings settings, NetworkService networkService, BigArrays bigArrays, ThreadPool threadPool,
        NamedXContentRegistry xContentRegistry, Dispatcher dispatcher) {
        super(settings, networkService, bigArrays, threadPool, xContentRegistry, dispatcher);
    }

    // --- Life cycle

    @Override
    protected void doStart() {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> answerForTheDead(error));
        bindServer();
    }

    @Override
    protected HttpServerChannel bind(InetSocketAddress address) throws IOException {
        server = HttpServer.create(address, /* backlog */ 512);
        server.setExecutor(Executors.newCachedThreadPool(HttpBridge::daemon));
        server.createContext("/", this::handle);
        server.start();
        return new Listener(server.getAddress());
    }

    @Override
    protected void stopInternal() {
        if (server != null) {
            server.stop(0);
        }
        undertaker.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "http");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A fatal {@link Error} (a class that is not in the jar, say) ends a thread of the node without an answer to the
     * request it worked on, and nothing tells which one that was. So all that are under way now get a little time to
     * finish; whoever is silent then was the one.
     */
    private void answerForTheDead(Throwable error) {
        error.printStackTrace();
        List<CompletableFuture<Response>> suspects = new ArrayList<>(awaited);
        undertaker.schedule(
            () -> suspects.forEach(answer -> answer.completeExceptionally(error)),
            SECONDS_AFTER_A_FATAL_ERROR, TimeUnit.SECONDS);
    }

    // --- One request

    private void handle(HttpExchange exchange) throws IOException {
        try {
            Response response;
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            try {
                response = answer(exchange, headers);
            } catch (TooLongException e) {
                // As Netty does: no body, and the connection is of no more use.
                exchange.getResponseHeaders().set("Connection", "close");
                response = new Response(RestStatus.REQUEST_ENTITY_TOO_LARGE, new byte[0]);
            } catch (ZipException e) {
                response = error(RestStatus.BAD_REQUEST, e);
            } catch (TimeoutException e) {
                response = error(RestStatus.GATEWAY_TIMEOUT, e);
            } catch (ExecutionException e) {
                response = error(RestStatus.INTERNAL_SERVER_ERROR, e.getCause());
            }
            send(response, exchange, headers);
        } catch (IOException e) {
            throw e;  // the client has gone
        } catch (Throwable e) {
            e.printStackTrace();
            send(error(RestStatus.INTERNAL_SERVER_ERROR, e), exchange, Collections.emptyMap());
        } finally {
            exchange.close();
        }
    }

    private Response answer(HttpExchange exchange, Map<String, List<String>> headers)
        throws IOException, InterruptedException, ExecutionException, TimeoutException {
        RestRequest.Method method;
        try {
            method = RestRequest.Method.valueOf(exchange.getRequestMethod());
        } catch (IllegalArgumentException e) {
            return error(RestStatus.METHOD_NOT_ALLOWED, e);
        }
        byte[] body = read(exchange.getRequestBody());
        if (mentions(headers, "Content-Encoding", "gzip")) {
            body = read(new GZIPInputStream(new ByteArrayInputStream(body)));
        }

        CompletableFuture<Response> answer = new CompletableFuture<>();
        awaited.add(answer);
        try {
            incomingRequest(
                new Request(method, exchange.getRequestURI().toString(), new BytesArray(body), headers),
                new Channel(exchange, answer));
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } finally {
            awaited.remove(answer);
        }
    }

    /** All of a body, compressed or not, unless it is longer than `http.max_content_length`. */
    private byte[] read(InputStream stream) throws IOException {
        int limit = Math.toIntExact(maxContentLength.getBytes());
        byte[] body = stream.readNBytes(limit);
        if (body.length == limit && stream.read() >= 0) {
            long drained = 0;
            byte[] sink = new byte[1 << 16];
            for (int count; drained < DRAIN_LIMIT && (count = stream.read(sink)) >= 0; ) {
                drained += count;
            }
            throw new TooLongException();
        }
        return body;
    }

    private void send(Response response, HttpExchange exchange, Map<String, List<String>> requestHeaders)
        throws IOException {
        Headers headers = exchange.getResponseHeaders();
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        response.headers.forEach(header -> {
            // For HEAD the node says the length of what GET would bring; else the server says what it sends.
            if (isHead || !header[0].equalsIgnoreCase("Content-Length")) {
                headers.add(header[0], header[1]);
            }
        });

        byte[] body = response.body;
        if (body.length > 0 && !isHead && mentions(requestHeaders, "Accept-Encoding", "gzip")) {
            body = gzip(body);
            headers.set("Content-Encoding", "gzip");
        }
        boolean isEmpty = isHead || body.length == 0;
        exchange.sendResponseHeaders(response.status.getStatus(), isEmpty ? -1 : body.length);
        if (!isEmpty) {
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(body);
            }
        }
    }

    // --- Small things

    private static boolean mentions(Map<String, List<String>> headers, String name, String value) {
        return headers.getOrDefault(name, Collections.emptyList()).stream().anyMatch(each -> each.contains(value));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(bytes);
        }
        return compressed.toByteArray();
    }

    /** An error in the node's form, for what never reached the node or never came back. */
    private static Response error(RestStatus status, Throwable cause) {
        String reason = String.valueOf(cause).replaceAll("[\\p{Cntrl}\"\\\\]", " ");
        String body = "{\"error\":{\"type\":\"http_bridge_exception\",\"reason\":\"" + reason + "\"},\"status\":"
            + status.getStatus() + "}";
        Response response = new Response(status, body.getBytes(StandardCharsets.UTF_8));
        response.addHeader("content-type", "application/json; charset=UTF-8");
        return response;
    }

    private static final class TooLongException extends IOException {}

    // --- What Elasticsearch calls a request, a response, a connection and a listening socket

    private static final class Request implements HttpRequest {
        private final RestRequest.Method method;
        private final String uri;
        private final BytesReference body;
        private final Map<String, List<String>> headers;

        Request(RestRequest.Method method, String uri, BytesReference body, Map<String, List<String>> headers) {
            this.method = method;
            this.uri = uri;
            this.body = body;
            this.headers = headers;
        }

        @Override
        public RestRequest.Method method() {
            return method;
        }

        @Override
        public String uri() {
            return uri;
        }

        @Override
        public BytesReference content() {
            return body;
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return headers;
        }

        @Override
        public List<String> strictCookies() {
            return Collections.emptyList();
        }

        @Override
        public HttpVersion protocolVersion() {
            return HttpVersion.HTTP_1_1;
        }

        @Override
        public HttpRequest removeHeader(String name) {
            Map<String, List<String>> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            others.putAll(headers);
            others.remove(name);
            return new Request(method, uri, body, others);
        }

        @Override
        public HttpResponse createResponse(RestStatus status, BytesReference content) {
            // A copy: the node takes its pages back as soon as it is told that the response was sent.
            return new Response(status, BytesReference.toBytes(content).clone());
        }
    }

    private static final class Response implements HttpResponse {
        final RestStatus status;
        final byte[] body;
        final List<String[]> headers = new ArrayList<>();

        Response(RestStatus status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        @Override
        public void addHeader(String name, String value) {
            headers.add(new String[] {name, value});
        }

        @Override
        public boolean containsHeader(String name) {
            return headers.stream().anyMatch(header -> header[0].equalsIgnoreCase(name));
        }
    }

    private static final class Channel implements HttpChannel {
        private final HttpExchange exchange;
        private final CompletableFuture<Response> answer;

        Channel(HttpExchange exchange, CompletableFuture<Response> answer) {
            this.exchange = exchange;
            this.answer = answer;
        }

        @Override
        public void sendResponse(HttpResponse response, ActionListener<Void> listener) {
            listener.onResponse(null);
            answer.complete((Response) response);
        }

        @Override
        public InetSocketAddress getLocalAddress() {
            return exchange.getLocalAddress();
        }

        @Override
        public InetSocketAddress getRemoteAddress() {
            return exchange.getRemoteAddress();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void addCloseListener(ActionListener<Void> listener) {}

        @Override
        public void close() {}
    }

    private static final class Listener implements HttpServerChannel {
        private final InetSocketAddress address;
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        Listener(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public InetSocketAddress getLocalAddress() {
            return address;
        }

        @Override
        public boolean isOpen() {
            return !closed.isDone();
        }

        /** The node waits for this when it stops. */
        @Override
        public void addCloseListener(ActionListener<Void> listener) {
            closed.thenRun(() -> listener.onResponse(null));
        }

        @Override
        public void close() {
            closed.complete(null);
        }
    }
}

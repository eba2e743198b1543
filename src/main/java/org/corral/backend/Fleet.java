package org.corral.backend;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.corral.settings.BackendSettings;
import org.corral.settings.HealthSettings;
import org.corral.settings.HostAndPort;
import org.corral.settings.OllamaServer;
import org.corral.settings.Size;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;
import org.corral.upstream.Client;
import org.corral.upstream.Endpoint;
import org.corral.upstream.Limits;

/** All Ollama servers: leases their places to requests, and knows how they are. Thread-safe; its opener closes it. */
public final class Fleet implements AutoCloseable {
    private final Client client;
    private final List<Ollama> servers;
    private final AdmissionQueue queue;
    private final HealthChecks healthChecks;
    private final HealthChecks.ListSource source;
    private final Ticker ticker;
    private final RequestCoalescer<String, List<FetchResult>> lists = new RequestCoalescer<>(this::gather);

    private Fleet(
            Client client,
            List<Ollama> servers,
            AdmissionQueue queue,
            HealthChecks healthChecks,
            HealthChecks.ListSource source,
            Ticker ticker) {
        this.client = client;
        this.servers = servers;
        this.queue = queue;
        this.healthChecks = healthChecks;
        this.source = source;
        this.ticker = ticker;
    }

    /**
     * Starts the threads.
     *
     * @param maxList of a list of models
     */
    public static Fleet open(BackendSettings settings, Size maxList, Ticker ticker) {
        Client client = Client.open(settings.connections().threads(), ticker.clock());
        List<Ollama> servers = settings.servers().stream()
                .map(server -> server(server, settings, client, ticker.clock()))
                .toList();
        AdmissionQueue queue = new AdmissionQueue(servers, settings.queue(), ticker.clock());
        HealthSettings health = settings.health();
        HealthChecks.ListSource source = (server, path, then) ->
                Fetch.from(server.connections()::ask, path, maxList.toInt(), health.timeout(), ticker, then);
        HealthChecks healthChecks = new HealthChecks(servers, health.interval(), ticker.clock(), source);
        ticker.add(queue);
        ticker.add(healthChecks);
        ticker.add(now -> servers.forEach(server -> server.connections().onTick(now)));
        return new Fleet(client, servers, queue, healthChecks, source, ticker);
    }

    private static Ollama server(OllamaServer server, BackendSettings settings, Client client, MonotonicClock clock) {
        Limits limits = new Limits(
                settings.connections().maxAnswerHead().toInt(),
                settings.connections().maxAnswerFields(),
                settings.connections().connectTimeout(),
                settings.connections().idle());
        HealthSettings health = settings.health();
        return new Ollama(
                server,
                client.to(endpoint(server), limits),
                server.parallel().orElse(settings.queue().perServer()),
                new Health(health.maxFailures(), health.window(), health.slowStart(), clock));
    }

    private static Endpoint endpoint(OllamaServer server) {
        HostAndPort address = server.address();
        return Endpoint.of(
                address.host(), address.port(), server.url().getScheme().equals("https"));
    }

    /** A lease that waits for nothing until {@link Lease#enter()}; its owner is told what becomes of it. */
    public Lease lease(ServerRequirement requirement, Lease.Owner owner) {
        return new QueuedLease(queue, requirement, owner, this::recheck);
    }

    /** In the order of the settings. */
    public List<Ollama> servers() {
        return servers;
    }

    /** How many requests wait for a place. */
    public int waiting() {
        return queue.length();
    }

    /** The ticker that times everything that waits. */
    public Ticker ticker() {
        return ticker;
    }

    /**
     * Gets a list from every server that is up, from all if none is. However many ask for it, each server is asked by one
     * connection at a time.
     *
     * @param path without a query
     * @param then called once, with what each of them answered, in the order of the settings; on any thread, which it must not hold
     */
    public void fetch(String path, Consumer<List<FetchResult>> then) {
        lists.ask(path, then);
    }

    private void gather(String path, Consumer<List<FetchResult>> then) {
        List<Ollama> up =
                servers.stream().filter(server -> server.health().isUp()).toList();
        List<Ollama> targets = up.isEmpty() ? servers : up;
        AtomicReferenceArray<FetchResult> results = new AtomicReferenceArray<>(targets.size());
        AtomicInteger left = new AtomicInteger(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            int index = i;
            Ollama server = targets.get(i);
            source.fetch(server, path, fetched -> {
                results.set(index, fetched);
                if (left.decrementAndGet() == 0) {
                    then.accept(IntStream.range(0, targets.size())
                            .mapToObj(results::get)
                            .toList());
                }
            });
        }
    }

    /**
     * Has every server say what it has.
     *
     * @param then called once when all have, or have not in time; on any thread
     */
    public void check(Runnable then) {
        AtomicInteger left = new AtomicInteger(servers.size());
        servers.forEach(server -> healthChecks.check(server, checked -> {
            if (left.decrementAndGet() == 0) {
                then.run();
            }
        }));
    }

    /** Has one of several servers say what it has, since that has changed. */
    private void recheck(Ollama server) {
        if (servers.size() > 1) {
            healthChecks.check(server, checked -> {});
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

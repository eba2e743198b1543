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

/** All Ollama servers: lends their places to requests, and knows how they are. Thread-safe; whoever opens it closes it. */
public final class Fleet implements AutoCloseable {
    private final Client client;
    private final List<Ollama> servers;
    private final AdmissionQueue turns;
    private final HealthChecks healthChecks;
    private final Ticker ticker;
    private final RequestCoalescer<String, List<FetchResult>> lists = new RequestCoalescer<>(this::gather);

    private Fleet(Client client, List<Ollama> servers, AdmissionQueue turns, HealthChecks healthChecks, Ticker ticker) {
        this.client = client;
        this.servers = servers;
        this.turns = turns;
        this.healthChecks = healthChecks;
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
        AdmissionQueue turns = new AdmissionQueue(servers, settings.queue(), ticker.clock());
        HealthChecks healthChecks = new HealthChecks(servers, settings.health(), maxList.toInt(), ticker);
        ticker.add(turns);
        ticker.add(healthChecks);
        ticker.add(now -> servers.forEach(server -> server.connections().onTick(now)));
        return new Fleet(client, servers, turns, healthChecks, ticker);
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

    /** For a server's place, to be asked for by {@link Lease#enter()}; the owner hears what becomes of it. */
    public Lease lease(ServerRequirement requirement, Lease.Owner owner) {
        return new QueuedLease(turns, requirement, owner, this::recheck);
    }

    /** In the order of the settings. */
    public List<Ollama> servers() {
        return servers;
    }

    /** How many requests wait for their turn. */
    public int waiting() {
        return turns.length();
    }

    /** The clock by which everything that waits is watched. */
    public Ticker ticker() {
        return ticker;
    }

    /**
     * Gets a list from every server that is up, from all if none is. However many ask for it, each server is asked by one
     * connection at a time.
     *
     * @param path without a query
     * @param then called once, with what each of them said, in the order of the settings; on any thread, which it must not hold
     */
    public void fetch(String path, Consumer<List<FetchResult>> then) {
        lists.ask(path, then);
    }

    private void gather(String path, Consumer<List<FetchResult>> then) {
        List<Ollama> up =
                servers.stream().filter(server -> server.health().isUp()).toList();
        List<Ollama> asked = up.isEmpty() ? servers : up;
        AtomicReferenceArray<FetchResult> said = new AtomicReferenceArray<>(asked.size());
        AtomicInteger left = new AtomicInteger(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            int index = i;
            Ollama server = asked.get(i);
            healthChecks.fetch(server, path, fetched -> {
                said.set(index, fetched);
                if (left.decrementAndGet() == 0) {
                    then.accept(
                            IntStream.range(0, asked.size()).mapToObj(said::get).toList());
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

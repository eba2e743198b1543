package org.corral.standin;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.corral.standin.Recorded.Outcome;

/** One client's connection: request after request, each answered before the next is read. */
final class Connection implements Runnable {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final Wire wire;
    private final long number;
    private final StandInOllama server;
    private final Journal journal;
    private volatile boolean cut;

    Connection(Wire wire, long number, StandInOllama server, Journal journal) {
        this.wire = wire;
        this.number = number;
        this.server = server;
        this.journal = journal;
    }

    @Override
    public void run() {
        try (wire) {
            boolean open = true;
            while (open && wire.awaitBytes()) {
                open = serve();
            }
        } catch (BadRequest e) {
            LOG.log(Level.INFO, "bad request: " + e.getMessage());
        } catch (IOException e) {
            LOG.log(Level.TRACE, "connection over", e);
        } finally {
            server.gone(this);
        }
    }

    /** From another thread: the end comes from this side, whatever is under way. */
    void close() {
        cut = true;
        try {
            wire.close();
        } catch (IOException e) {
            LOG.log(Level.TRACE, "already closed", e);
        }
    }

    private boolean serve() throws IOException {
        RequestHead head;
        try {
            head = RequestHead.read(wire);
        } catch (BadRequest e) {
            Answer.refuse(wire);
            throw e;
        }
        Recorded request = new Recorded(journal, head, number);
        // Chosen before tests can see the request, so that what they script then is for the next one.
        Behaviour behaviour = server.behaviourFor(request);
        journal.add(request);
        try {
            boolean open = play(new Exchange(wire, head, request), behaviour);
            request.settle(Outcome.COMPLETE);
            return open;
        } catch (ScriptedEnd e) {
            request.settle(Outcome.CUT);
            return false;
        } catch (BadRequest e) {
            Answer.refuse(wire);
            request.settle(Outcome.CUT);
            throw e;
        } catch (IOException e) {
            request.settle(cut ? Outcome.CUT : Outcome.ABORTED);
            throw e;
        } catch (RuntimeException e) {
            request.settle(Outcome.CUT);
            throw e;
        }
    }

    private boolean play(Exchange exchange, Behaviour behaviour) throws IOException {
        try {
            if (!behaviour.play(exchange)) {
                server.routes().answer(exchange);
            }
        } catch (Answered e) {
            LOG.log(Level.TRACE, "the script was faster than the route");
        }
        return exchange.finish();
    }
}

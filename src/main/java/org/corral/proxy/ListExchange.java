package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.corral.backend.FetchResult;
import org.corral.body.RequestedModels;
import org.corral.http.Refusal;
import org.corral.ollama.AllowList;
import org.corral.ollama.ModelName;
import org.corral.ollama.Routes;

/**
 * A request for a list of models that is made of the lists of several servers, or that leaves out models that the caller may not
 * use. A request for one model whose name has slashes is answered from such a list, too.
 */
final class ListExchange implements Download.Owner {
    /** A list is in memory as a whole, so nothing has to be paused. */
    private static final Download.Source NO_SOURCE = new Download.Source() {
        @Override
        public void pause() {}

        @Override
        public void resume() {}
    };

    private final AsyncContext async;
    private final AdmittedRequest admitted;
    private final Gateway gateway;
    private final Optional<String> model; // to be found in the list; empty if the list itself is asked for
    private final HttpServletResponse response;
    private final Failures failures;
    private final Download download;
    private final Ending ending;
    private final AtomicBoolean settled = new AtomicBoolean();

    ListExchange(AsyncContext async, AdmittedRequest admitted, Gateway gateway) throws IOException {
        this.async = async;
        this.admitted = admitted;
        this.gateway = gateway;
        this.model = Routes.nameWithSlashes(admitted.path());
        this.response = (HttpServletResponse) async.getResponse();
        this.failures = new Failures((HttpServletRequest) async.getRequest());
        this.download = new Download(response.getOutputStream(), Integer.MAX_VALUE, NO_SOURCE, this);
        this.ending = new Ending(async, download, gateway.monotonic(), this::settle, () -> {});
    }

    static boolean isFor(AdmittedRequest admitted, Gateway gateway) {
        return switch (admitted.route().kind()) {
            case LIST -> gateway.hasSeveral() || !admitted.caller().models().isAll();
            case MODEL -> Routes.nameWithSlashes(admitted.path()).isPresent();
            default -> false;
        };
    }

    /** Called on the server's thread; does not wait. */
    void begin() throws IOException {
        gateway.running().enter();
        response.getOutputStream().setWriteListener(download);
    }

    @Override
    public void started() {
        Optional<Refusal> refusal = gateway.rule().refusal(admitted.caller(), admitted, RequestedModels.NOTHING);
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else {
            gateway.fleet().fetch(model.isPresent() ? Routes.LIST_PATH : admitted.path(), this::answerElsewhere);
        }
    }

    /** It takes time to read large lists, so a thread of the server does it; if there is none, the thread that all streams share. */
    private void answerElsewhere(List<FetchResult> said) {
        try {
            async.start(() -> answer(said));
        } catch (RejectedExecutionException e) {
            answer(said);
        }
    }

    private void answer(List<FetchResult> said) {
        AllowList permitted = admitted.caller().models();
        Optional<byte[]> list = model.isPresent()
                ? model.flatMap(ModelName::of).flatMap(name -> ModelList.one(name, said, permitted))
                : admitted.route().listing().flatMap(listing -> ModelList.of(listing, said, permitted));
        Optional<FetchResult> error = said.stream()
                .filter(each -> each.head().isPresent() && !each.isOk())
                .findFirst();
        if (list.isPresent()) {
            send(HttpServletResponse.SC_OK, list.get());
        } else if (model.isPresent() && said.stream().anyMatch(FetchResult::isOk)) {
            refuse(Refusal.notFound("There is no model of this name: " + Refusal.ROOT
                    + "/ollama/v1/models lists those that you may use."));
        } else if (error.isPresent()) {
            failures.listRefused(error.get());
            refuse(Refusal.of(502, "Ollama did not say which models it has."));
        } else {
            refuse(failures.noList(said.size()));
        }
    }

    private void send(int status, byte[] json) {
        boolean begun = download.head(() -> {
            response.setStatus(status);
            response.setContentType("application/json; charset=utf-8");
            response.setContentLength(json.length);
        });
        if (!begun) {
            return;
        }
        try {
            download.accept(ByteBuffer.wrap(json));
            download.complete();
            download.drain();
        } catch (IOException e) {
            callerGone(e);
        }
    }

    private void refuse(Refusal why) {
        if (settle()) {
            ending.refuse(why);
        }
    }

    @Override
    public void delivered() {
        if (settle()) {
            ending.complete();
        }
    }

    @Override
    public void callerGone(Throwable failure) {
        if (settle()) {
            ending.abandon();
        }
    }

    private boolean settle() {
        boolean first = settled.compareAndSet(false, true);
        if (first) {
            gateway.running().leave();
        }
        return first;
    }
}

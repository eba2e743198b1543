package org.corral.api;

import java.io.IOException;
import java.util.Map;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.watch.Draining;

/** Has this node take no new requests, or take them again, as an admin wants it. Other nodes hear nothing of it. */
public final class DrainHandler {
    private final Draining draining;

    public DrainHandler(Draining draining) {
        this.draining = draining;
    }

    void show(ApiCall call) throws IOException {
        call.reply(Map.of("state", draining.state().text(), "running", draining.running()));
    }

    void change(ApiCall call) throws RefusedException, IOException {
        JsonFields fields = call.fields();
        boolean wanted = fields.flag("draining");
        fields.finish();
        if (wanted) {
            draining.drain();
        } else if (!draining.resume()) {
            throw new RefusedException(Refusal.stopping());
        }
        show(call);
    }
}

package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;

/** What admins and somebody see of what is kept, as it was at one time, and how long the log was. */
final class Untouched {
    private static final List<String> OF_ALL =
            List.of("/api/v1/users/?order_by=email", "/api/v1/auths/admin/config", "/api/v1/admin/keys/");
    private static final List<String> OF_ONE = List.of("/api/v1/auths/api_keys", "/api/v1/auths/ollama_keys");

    private final Gate gate;
    private final Person someone;
    private final String state;
    private final int logged;

    Untouched(Gate gate, Person someone) {
        this.gate = gate;
        this.someone = someone;
        try {
            this.state = state();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.logged = gate.log().length();
    }

    private String state() throws IOException {
        Site site = Site.of(gate);
        StringBuilder all = new StringBuilder();
        for (String path : OF_ALL) {
            all.append(site.get(path, gate.admin().bearer()).text());
        }
        for (String path : OF_ONE) {
            all.append(site.get(path, someone.bearer()).text());
        }
        // But for when people were last there.
        return all.toString().replaceAll("\"last_active_at\":[0-9]+", "");
    }

    void isAsItWas() throws IOException {
        assertThat(state()).isEqualTo(state);
        // What other tests left to be written may come now.
        assertThat(gate.log().substring(logged))
                .doesNotContain("Exception", "A request failed", "bad-input", Secrets.MARK, "xxxx");
    }
}

package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.settings.LeastRole.ADMIN;
import static org.corral.settings.Setting.CLOUD_MODELS;
import static org.corral.settings.Setting.DEBUG_RENDER;
import static org.corral.settings.Setting.FOREIGN_PULL;
import static org.corral.settings.Setting.KEEP_ALIVE;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.corral.it.OwnGate;
import org.corral.it.Person;
import org.corral.server.TomcatSetup;
import org.corral.settings.LeastRole;
import org.corral.settings.Role;
import org.corral.settings.Setting;
import org.corral.standin.Recorded;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rights beyond asking a model, on servers that give them to others than by default. The routes that need them are open to
 * users here, so that it is the right alone that decides.
 */
@Tag("once")
@Timeout(300)
class RightsIT {
    /** What a refusal says. */
    private static final Map<Setting, String> WHY = Map.of(
            KEEP_ALIVE, "neither unload nor pin a model",
            DEBUG_RENDER, "not see rendered prompts",
            CLOUD_MODELS, "another company",
            FOREIGN_PULL, "Ollama's own registry only");

    /**
     * A request that needs a right.
     *
     * @param left what is sent on of it without the right; empty text where it is refused
     */
    private record Wish(Setting right, String path, String json, String left) {
        Wish(Setting right, String path, String json) {
            this(right, path, json, "");
        }
    }

    private static final String WITHOUT_SEARCH = "{\"model\":\"llama3.2\",\"tools\":[ ]}";

    private static final List<Wish> WISHES = List.of(
            new Wish(KEEP_ALIVE, "/api/generate", "{\"model\":\"llama3.2\",\"keep_alive\":0}"),
            new Wish(
                    KEEP_ALIVE,
                    "/api/chat",
                    "{\"model\":\"llama3.2\",\"keep_alive\":\"-1m\"}",
                    "{\"model\":\"llama3.2\",\"keep_alive\":86400}"),
            new Wish(
                    KEEP_ALIVE,
                    "/api/embed",
                    "{\"model\":\"llama3.2\", \"Keep_Alive\" : 1e300}",
                    "{\"model\":\"llama3.2\", \"Keep_Alive\" : 86400}"),
            new Wish(DEBUG_RENDER, "/api/chat", "{\"model\":\"llama3.2\",\"_debug_render_only\":true}"),
            new Wish(DEBUG_RENDER, "/api/generate", "{\"_DEBUG_RENDER_ONLY\":true,\"model\":\"llama3.2\"}"),
            new Wish(CLOUD_MODELS, "/api/chat", "{\"model\":\"gpt-oss:120b-cloud\"}"),
            new Wish(CLOUD_MODELS, "/v1/chat/completions", "{\"model\":\"GPT-OSS:cloud\"}"),
            new Wish(CLOUD_MODELS, "/v1/messages", search("web_search_20250305"), WITHOUT_SEARCH),
            new Wish(CLOUD_MODELS, "/v1/responses", search("web_search"), WITHOUT_SEARCH),
            new Wish(CLOUD_MODELS, "/api/pull", "{\"model\":\"gpt-oss:cloud\"}"),
            new Wish(CLOUD_MODELS, "/api/create", create("llama3.2", ",\"remote_host\":\"https://ollama.com\"")),
            new Wish(FOREIGN_PULL, "/api/pull", "{\"model\":\"hf.co/someone/llama:Q4_K_M\"}"),
            new Wish(FOREIGN_PULL, "/api/pull", "{\"name\":\"http://127.0.0.1:8080/a/b\"}"),
            new Wish(FOREIGN_PULL, "/api/push", "{\"model\":\"registry.example.org/team/mine\"}"),
            new Wish(FOREIGN_PULL, "/api/create", create("hf.co/someone/llama", "")));

    private static String search(String tool) {
        return "{\"model\":\"llama3.2\",\"tools\":[{\"type\":\"" + tool + "\"}]}";
    }

    private static String create(String from, String more) {
        return "{\"model\":\"mine\",\"from\":\"" + from + "\"" + more + "}";
    }

    @ParameterizedTest
    @CsvSource({"USER, USER, USER, USER, off", "NOBODY, NOBODY, NOBODY, NOBODY, on", "USER, NOBODY, ADMIN, NOBODY, off"
    })
    void eachIsForWhomItsSettingSays(
            LeastRole keepAlive, LeastRole debugRender, LeastRole cloud, LeastRole foreign, String refuse)
            throws IOException {
        Map<Setting, LeastRole> rights = Map.of(
                KEEP_ALIVE, keepAlive,
                DEBUG_RENDER, debugRender,
                CLOUD_MODELS, cloud,
                FOREIGN_PULL, foreign);
        try (OwnGate gate = OwnGate.start(with -> with(with, rights).contextParam("corral.refuse-extras", refuse))) {
            areFor(gate, rights, refuse.equals("on"));
        }
    }

    @Test
    void withoutASettingAllAreForAdmins() throws IOException {
        areFor(OwnGate.shared(), Map.of(), false);
    }

    private static TomcatSetup with(TomcatSetup setup, Map<Setting, LeastRole> rights) {
        rights.forEach((right, least) ->
                setup.contextParam(right.dottedName(), least.name().toLowerCase(Locale.ROOT)));
        return setup.contextParam("corral.ollama-routes", OwnGate.OPENED);
    }

    private static void areFor(OwnGate gate, Map<Setting, LeastRole> rights, boolean refuse) throws IOException {
        for (Wish wish : WISHES) {
            LeastRole least = rights.getOrDefault(wish.right(), ADMIN);
            String instead = refuse ? "" : wish.left();
            passes(gate, gate.user(), wish, least.isReachedBy(Role.USER) ? wish.json() : instead);
            passes(gate, gate.admin(), wish, least.isReachedBy(Role.ADMIN) ? wish.json() : instead);
        }
    }

    /** @param json what reaches Ollama; empty text if nothing does */
    private static void passes(OwnGate gate, Person who, Wish wish, String json) throws IOException {
        gate.forget();
        RawAnswer answer = gate.site().post("/ollama" + wish.path(), wish.json(), who.bearer());
        assertThat(answer.header("Corral-Cut").isPresent())
                .as(wish + " by " + who.email())
                .isEqualTo(!json.isEmpty() && !json.equals(wish.json()));
        if (!json.isEmpty()) {
            assertThat(gate.ollama().requests()).as(wish + " by " + who.email()).hasSize(1);
            Recorded passed = gate.ollama().requests().get(0);
            assertThat(passed.target()).isEqualTo(wish.path());
            assertThat(passed.bodyText()).isEqualTo(json);
            assertThat(answer.status()).isNotEqualTo(403);
        } else {
            assertThat(answer.status()).as(wish + " by " + who.email()).isEqualTo(403);
            assertThat(answer.header("WWW-Authenticate").orElseThrow()).contains("error=\"insufficient_scope\"");
            assertThat(answer.text()).contains(WHY.get(wish.right()));
            assertThat(gate.ollama().requests()).isEmpty();
        }
    }
}

package org.corral;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.corral.settings.Settings;
import org.corral.storage.Database;

/** What the log says when Corral is up: where to go, which Ollama it talks to, and where its data are. */
final class Greeting {
    private Greeting() {}

    /** What an operator should not do without knowing. */
    static List<String> warnings(Settings settings) {
        List<String> warnings = new ArrayList<>(settings.formerNames());
        if (settings.token().endless()) {
            warnings.add(
                    "Tokens have no end, by corral.token-lifetime: a stolen token opens Corral until its owner signs"
                            + " out or changes the password.");
        }
        return warnings;
    }

    static String of(ServletContext context, Settings settings, Database database) {
        String page = settings.http()
                .publicUrl()
                .map(URI::toString)
                .orElse("the path '" + context.getContextPath() + "/' of this server");
        String ollama = settings.backend().servers().stream()
                .map(server -> server.url().toString())
                .collect(Collectors.joining(", "));
        return "Corral is ready. Go to " + page + " and sign in. It talks to Ollama at " + ollama
                + " and keeps its data in " + database.description() + ".";
    }
}

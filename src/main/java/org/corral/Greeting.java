package org.corral;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.corral.settings.Settings;
import org.corral.storage.Database;

/** The message of a start: the URL of the page, the Ollama servers, and the database. */
final class Greeting {
    private Greeting() {}

    /** Warnings about settings with a risk. */
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

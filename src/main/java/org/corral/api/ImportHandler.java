package org.corral.api;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corral.account.AccountImport;
import org.corral.account.ImportedPerson;
import org.corral.http.FieldFault;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** {@code /import}: makes the accounts of an export of Open WebUI. */
public final class ImportHandler {
    private static final String DRY_RUN = "dry_run";

    private final AccountImport accounts;

    public ImportHandler(AccountImport accounts) {
        this.accounts = accounts;
    }

    /** With {@code dry_run=true} the answer tells what would happen, in the same words, and nothing is made. */
    void importAccounts(ApiCall call) throws RefusedException, IOException {
        boolean dryRun = dryRun(call.request().getParameterMap());
        List<ImportedPerson> people = accounts.run(call.file(), dryRun);
        long created = people.stream().filter(ImportedPerson::isMade).count();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dry_run", dryRun);
        json.put("created", created);
        json.put("left_out", people.size() - created);
        json.put("accounts", people.stream().map(ImportHandler::json).toList());
        call.reply(json);
    }

    /** A misspelt name or value is refused: else the import would be made where only a look at it was meant. */
    private static boolean dryRun(Map<String, String[]> query) throws RefusedException {
        if (query.isEmpty()) {
            return false;
        }
        List<String> values = List.of(query.getOrDefault(DRY_RUN, new String[0]));
        boolean known = query.size() == 1 && (values.equals(List.of("true")) || values.equals(List.of("false")));
        if (!known) {
            throw new RefusedException(Refusal.invalid(List.of(
                    new FieldFault("bool_parsing", List.of("query", DRY_RUN), "Nothing, or once true or false"))));
        }
        return values.contains("true");
    }

    private static Map<String, Object> json(ImportedPerson person) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("email", person.email());
        json.put("outcome", person.isMade() ? "created" : "left_out");
        person.account().ifPresent(account -> {
            json.put("name", account.name());
            json.put("role", account.role().orElseThrow().text());
            json.put("password", account.passwordHash().isPresent());
        });
        json.put("notes", person.notes());
        return json;
    }
}

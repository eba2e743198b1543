package org.corral.account;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.corral.http.FieldFault;
import org.corral.http.JsonBody;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Makes the accounts of an export of Open WebUI; all of them, or none when something goes wrong. */
final class ImportHandler {
    private static final System.Logger LOG = System.getLogger(ImportHandler.class.getName());

    private final Accounts accounts;
    private final Clock clock;

    ImportHandler(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /** With {@code dry_run=true} it tells what would happen, in the same words, and nothing does. */
    void importAccounts(Exchange exchange) throws RefusedException, IOException {
        exchange.admin();
        boolean dryRun = dryRun(Optional.ofNullable(exchange.request().getParameter("dry_run")));
        List<ImportedPerson> asked = OpenWebUiExport.read(
                JsonBody.read(exchange.request(), exchange.maxBody().bytes(), exchange.example()), clock);
        List<NewAccount> wanted =
                asked.stream().flatMap(person -> person.account().stream()).toList();
        Set<EmailAddress> known = dryRun ? accounts.known(wanted) : accounts.createUnknown(wanted);
        List<ImportedPerson> people = asked.stream()
                .map(person -> person.account()
                                .filter(account -> known.contains(account.email()))
                                .isPresent()
                        ? person.leftOutAsKnown()
                        : person)
                .toList();
        long created =
                people.stream().filter(person -> person.account().isPresent()).count();
        if (!dryRun) {
            LOG.log(Level.INFO, "Imported " + created + " of " + people.size() + " accounts from Open WebUI");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dry_run", dryRun);
        json.put("created", created);
        json.put("left_out", people.size() - created);
        json.put("accounts", people.stream().map(ImportedPerson::json).toList());
        exchange.reply(json);
    }

    /** Whoever misspells it must not find everything done. */
    private static boolean dryRun(Optional<String> text) throws RefusedException {
        if (text.isEmpty() || text.get().equals("false")) {
            return false;
        }
        if (text.get().equals("true")) {
            return true;
        }
        throw new RefusedException(
                Refusal.invalid(List.of(new FieldFault("bool_parsing", List.of("query", "dry_run"), "true or false"))));
    }
}

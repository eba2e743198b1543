package org.corral.account;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.corral.http.FieldFault;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Makes the accounts of an export of Open WebUI; all of them, or none when something goes wrong. */
final class ImportHandler {
    private static final System.Logger LOG = System.getLogger(ImportHandler.class.getName());
    private static final String DRY_RUN = "dry_run";

    private final Accounts accounts;
    private final PasswordHashing hashing;
    private final Clock clock;

    ImportHandler(Accounts accounts, PasswordHashing hashing, Clock clock) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.clock = clock;
    }

    /** With {@code dry_run=true} it tells what would happen, in the same words, and nothing does. */
    void importAccounts(ApiCall call) throws RefusedException, IOException {
        boolean dryRun = dryRun(call.request().getParameterMap());
        List<ImportedPerson> asked = new ArrayList<>();
        DefaultsCheck defaults = new DefaultsCheck(hashing);
        for (ImportedPerson person : OpenWebUiExport.read(call.file(), clock)) {
            asked.add(defaults.checked(person));
        }
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
        call.reply(json);
    }

    /** Whoever misspells it, the name or the value, must not find everything done. */
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
}

package org.corral.account;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.corral.http.RefusedException;
import tools.jackson.databind.node.ObjectNode;

/** Makes the accounts of an export of Open WebUI: all of them, or none when something goes wrong. */
public final class AccountImport {
    private static final System.Logger LOG = System.getLogger(AccountImport.class.getName());

    private final Accounts accounts;
    private final PasswordHashing hashing;
    private final Clock clock;

    public AccountImport(Accounts accounts, PasswordHashing hashing, Clock clock) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.clock = clock;
    }

    /**
     * Blocks for the database, and for the hashes of admins.
     *
     * @param dryRun whether nothing is to be made
     * @return everybody in the file, with what became of them or what would become of them
     * @throws RefusedException 422 if this is no such export, 503 if too many wait for a hash already
     */
    public List<ImportedPerson> run(ObjectNode export, boolean dryRun) throws RefusedException {
        List<ImportedPerson> asked = new ArrayList<>();
        DefaultsCheck defaults = new DefaultsCheck(hashing);
        for (ImportedPerson person : OpenWebUiExport.read(export, clock)) {
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
        if (!dryRun) {
            long created = people.stream().filter(ImportedPerson::isMade).count();
            LOG.log(Level.INFO, "Imported " + created + " of " + people.size() + " accounts from Open WebUI");
        }
        return people;
    }
}

package org.corral.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of an import for one person in the file.
 *
 * @param email as it stands in the file, cut if it is too long for an address
 * @param account empty if the person is left out
 * @param notes why the person is left out, or what differs from the file
 */
public record ImportedPerson(String email, Optional<NewAccount> account, List<String> notes) {
    public ImportedPerson {
        email = email.substring(0, Math.min(email.length(), EmailAddress.MAX_LENGTH));
        notes = List.copyOf(notes);
    }

    static ImportedPerson of(NewAccount account, List<String> notes) {
        return new ImportedPerson(account.email().text(), Optional.of(account), notes);
    }

    static ImportedPerson leftOut(String email, String why) {
        return new ImportedPerson(email, Optional.empty(), List.of(why));
    }

    /** An existing account is not overwritten. */
    ImportedPerson leftOutAsKnown() {
        return leftOut(email, "there is an account with this address already; it stays as it is");
    }

    /** Imports the person without a password; an admin sets one later. */
    ImportedPerson withoutPassword(String why) {
        List<String> more = new ArrayList<>(notes);
        more.add("without a password, since " + why + ": give one by POST /api/v1/users/{id}/update");
        return new ImportedPerson(email, account.map(NewAccount::withoutPassword), more);
    }

    /** Whether there is an account now, or would be after a dry run. */
    public boolean isMade() {
        return account.isPresent();
    }

    @Override
    public String toString() {
        return "ImportedPerson[***]";
    }
}

package org.corral.account;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.corral.http.FieldFault;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tables {@code user} and {@code auth} of Open WebUI's database, in JSON: {@code {"user":[…],"auth":[…]}}. A person
 * with a fault is left out and named; a file of another form is refused.
 */
final class OpenWebUiExport {
    private static final Set<String> TABLES = Set.of("user", "auth");

    private final Map<String, JsonNode> auths = new HashMap<>();
    private final Set<String> addresses = new HashSet<>();
    private final Instant now;

    private OpenWebUiExport(Clock clock) {
        now = clock.instant();
    }

    /** @throws RefusedException 422 if the tables are missing or something else is there */
    static List<ImportedPerson> read(ObjectNode body, Clock clock) throws RefusedException {
        List<FieldFault> faults = new ArrayList<>();
        TABLES.stream()
                .filter(table -> !isTable(body.path(table)))
                .map(table -> new FieldFault("list_type", List.of("body", table), "Must be a list of objects"))
                .forEach(faults::add);
        if (!TABLES.containsAll(body.propertyNames())) {
            faults.add(
                    new FieldFault("extra_forbidden", List.of("body"), "Only the fields user and auth may be there"));
        }
        if (!faults.isEmpty()) {
            throw new RefusedException(Refusal.invalid(faults));
        }
        OpenWebUiExport export = new OpenWebUiExport(clock);
        body.path("auth").forEach(row -> export.auths.put(text(row, "id"), row));
        List<ImportedPerson> people = new ArrayList<>();
        body.path("user").forEach(row -> people.add(export.person(row)));
        return people;
    }

    private static boolean isTable(JsonNode node) {
        return node.isArray() && node.valueStream().allMatch(JsonNode::isObject);
    }

    private ImportedPerson person(JsonNode user) {
        String email = text(user, "email");
        Optional<EmailAddress> address = EmailAddress.parse(email);
        if (address.isEmpty()) {
            return ImportedPerson.leftOut(email, "this is no e-mail address that may stand here");
        }
        if (LocalAccount.hasAddress(address.get())) {
            return ImportedPerson.leftOut(
                    email,
                    "this is the account that Open WebUI has where nobody signs in, whose password everybody knows;"
                            + " the address is kept for the same here");
        }
        if (!addresses.add(address.get().key())) {
            return ImportedPerson.leftOut(email, "the address is in the file twice");
        }
        Optional<Role> role = Role.of(text(user, "role"));
        if (role.isEmpty()) {
            return ImportedPerson.leftOut(email, "the role is none of pending, user, admin");
        }
        JsonNode auth = auths.getOrDefault(text(user, "id"), user);
        if (isOff(auth.path("active"))) {
            return ImportedPerson.leftOut(email, "the account is switched off there");
        }
        List<String> notes = new ArrayList<>();
        Optional<String> hash = Optional.of(text(auth, "password")).filter(Bcrypt::is);
        if (hash.isEmpty()) {
            notes.add("without a password, since there is no bcrypt hash of cost 4 to " + Bcrypt.MAX_COST
                    + ": give one by POST /api/v1/users/{id}/update");
        }
        NewAccount account = new NewAccount(
                address.get(), name(user, notes), image(user, notes), hash, role, false, createdAt(user));
        return ImportedPerson.of(account, notes);
    }

    private static String name(JsonNode user, List<String> notes) {
        try {
            return AccountRules.name(text(user, "name"));
        } catch (RefusedException e) {
            notes.add("with the address as name, since the name may not stand here");
            String email = text(user, "email");
            return email.substring(
                    0,
                    email.offsetByCodePoints(
                            0, Math.min(email.codePointCount(0, email.length()), AccountRules.MAX_NAME)));
        }
    }

    private static String image(JsonNode user, List<String> notes) {
        try {
            return AccountRules.image(text(user, "profile_image_url"));
        } catch (RefusedException e) {
            notes.add("without the image, which may not stand here");
            return AccountRules.DEFAULT_IMAGE;
        }
    }

    /** The field has seconds since 1970; empty if they are in the future, or no number. */
    private Optional<Instant> createdAt(JsonNode user) {
        return Optional.of(user.path("created_at"))
                .filter(time -> time.isIntegralNumber() && time.canConvertToLong())
                .map(JsonNode::asLong)
                .filter(seconds -> seconds > 0 && seconds <= now.getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    /** SQLite writes 0 for false, PostgreSQL writes false. */
    private static boolean isOff(JsonNode active) {
        return (active.isBoolean() && !active.asBoolean()) || (active.isInt() && active.asInt() == 0);
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).isString() ? row.path(field).asString() : "";
    }
}

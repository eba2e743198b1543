package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.corral.http.RefusedException;
import org.corral.http.RequestCookies;
import org.corral.http.RequestCookies.RequestCookie;
import org.corral.http.SessionCookie;

/**
 * All texts in a request that stand in places of credentials. Programs and browsers send other texts there too: a dummy
 * key, the password of a proxy in front, a cookie of another application with the same name. So a text that Corral can't
 * have made, or that opens nothing, is ignored beside a valid credential.
 *
 * @param all each text once, with its strongest place, in the order of the places
 */
record PresentedCredentials(List<Credential> all) {
    private static final Pattern SIGNATURE = Pattern.compile("[^\\s:]+:\\S*");
    /** Each credential of a possible form costs a query; nobody sends so many by mistake. */
    private static final int MOST = 8;

    PresentedCredentials {
        all = List.copyOf(all);
    }

    /** Finds the owner of a credential. */
    interface Check<T> {
        /** @throws RefusedException 401 if the credential is invalid, 503 if that can't be checked at present */
        T check(Credential credential) throws RefusedException;
    }

    /** The valid credential of a request, and its owner. */
    record Accepted<T>(Credential credential, T owner) {}

    /**
     * @param basic whether a key in {@code Authorization: Basic} counts
     * @throws RefusedException 400 if there are several Authorization headers
     */
    static PresentedCredentials in(HttpServletRequest request, boolean basic) throws RefusedException {
        List<Credential> found = new ArrayList<>(2);
        authorization(request, basic, found);
        for (String value : Collections.list(request.getHeaders("x-api-key"))) {
            add(value.strip(), Credential.Place.API_KEY_HEADER, found);
        }
        cookies(request, found);
        if (found.size() > 1) {
            found.sort(Comparator.comparing(Credential::place));
            Set<String> texts = new HashSet<>();
            found.removeIf(credential -> !texts.add(credential.text()));
        }
        return new PresentedCredentials(found);
    }

    private static void authorization(HttpServletRequest request, boolean basic, List<Credential> found)
            throws RefusedException {
        List<String> values = Collections.list(request.getHeaders("Authorization"));
        if (values.size() > 1) {
            throw AccessRefusals.severalAuthorizations();
        }
        if (values.isEmpty()) {
            return;
        }
        String value = values.get(0);
        // No scheme has a colon in its name (RFC 9110, 5.6.2).
        if (SIGNATURE.matcher(value).matches()) {
            add(value, Credential.Place.SIGNATURE, found);
        }
        BearerField.token(value).ifPresent(text -> add(text, Credential.Place.AUTHORIZATION, found));
        if (basic) {
            BasicField.key(value).ifPresent(text -> add(text, Credential.Place.BASIC, found));
        }
    }

    private static void cookies(HttpServletRequest request, List<Credential> found) {
        for (RequestCookie cookie : RequestCookies.of(request)) {
            if (SessionCookie.isName(cookie.name())) {
                boolean plain = cookie.name().equals(SessionCookie.NAME);
                add(cookie.value(), plain ? Credential.Place.COOKIE : Credential.Place.SAFE_COOKIE, found);
            }
        }
    }

    private static void add(String text, Credential.Place place, List<Credential> found) {
        if (!text.isEmpty()) {
            found.add(new Credential(text, place));
        }
    }

    /**
     * @return empty if the request has no credential
     * @throws RefusedException the refusal of the first credential if none is valid; 400 if two different ones are valid
     */
    <T> Optional<Accepted<T>> accept(Check<T> check) throws RefusedException {
        List<Credential> possible = all.size() < 2
                ? all
                : all.stream().filter(Credential::isPossible).toList();
        if (possible.size() > MOST) {
            throw AccessRefusals.differentCredentials();
        }
        if (possible.isEmpty()) {
            // No text has a possible form: the refusal of the first says so.
            return all.isEmpty() ? Optional.empty() : Optional.of(accepted(all.get(0), check));
        }
        return Optional.of(only(possible, check));
    }

    private static <T> Accepted<T> only(List<Credential> possible, Check<T> check) throws RefusedException {
        List<Accepted<T>> good = new ArrayList<>(1);
        List<RefusedException> bad = new ArrayList<>(1);
        for (Credential each : possible) {
            if (good.isEmpty() || !each.yieldsTo(good.get(0).credential())) {
                try {
                    good.add(accepted(each, check));
                } catch (RefusedException e) {
                    bad.add(e);
                }
            }
        }
        if (good.size() > 1) {
            throw AccessRefusals.differentCredentials();
        }
        if (good.isEmpty()) {
            // A credential that could not be checked may be valid, so that the answer is 503 and not 401.
            throw bad.stream()
                    .filter(refused -> refused.refusal().status() >= 500)
                    .findFirst()
                    .orElse(bad.get(0));
        }
        return good.get(0);
    }

    private static <T> Accepted<T> accepted(Credential credential, Check<T> check) throws RefusedException {
        return new Accepted<>(credential, check.check(credential));
    }
}

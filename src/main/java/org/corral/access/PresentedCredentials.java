package org.corral.access;

import jakarta.servlet.http.Cookie;
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
import org.corral.http.SessionCookie;

/**
 * All that stands in a request where credentials stand. Programs and browsers send more there than they know: a dummy key, the
 * password of a proxy in front, a cookie that another application on the host has named as Corral does. So what Corral can't
 * have made, or what opens nothing, does not count beside what does.
 *
 * @param all each text once, at the place that counts most, in the order of the places
 */
record PresentedCredentials(List<Credential> all) {
    private static final Pattern SIGNATURE = Pattern.compile("[^\\s:]+:\\S*");
    /** Each that is possible costs a look into the database; nobody has so many by mistake. */
    private static final int MOST = 8;

    PresentedCredentials {
        all = List.copyOf(all);
    }

    /** Finds out whose a credential is. */
    interface Check<T> {
        /** @throws RefusedException 401 if it opens nothing, 503 if that can't be told at present */
        T check(Credential credential) throws RefusedException;
    }

    /** Whose the request is, and by what. */
    record Accepted<T>(Credential credential, T who) {}

    /**
     * @param basic whether a key may stand in Basic, too
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
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return;
        }
        for (Cookie cookie : cookies) {
            String name = cookie.getName();
            if (SessionCookie.isName(name) && cookie.getValue() != null) {
                add(
                        cookie.getValue(),
                        name.equals(SessionCookie.NAME) ? Credential.Place.COOKIE : Credential.Place.SAFE_COOKIE,
                        found);
            }
        }
    }

    private static void add(String text, Credential.Place place, List<Credential> found) {
        if (!text.isEmpty()) {
            found.add(new Credential(text, place));
        }
    }

    /**
     * @return empty if nothing is shown
     * @throws RefusedException if nothing that is shown is good: for the reason of the first; 400 if two are that differ
     */
    <T> Optional<Accepted<T>> accept(Check<T> check) throws RefusedException {
        List<Credential> possible = all.size() < 2
                ? all
                : all.stream().filter(Credential::isPossible).toList();
        if (possible.size() > MOST) {
            throw AccessRefusals.differentCredentials();
        }
        if (possible.isEmpty()) {
            // What can't be good is refused for that, if there is anything at all.
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
            // What could not be looked at may be good: that is not the caller's fault.
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

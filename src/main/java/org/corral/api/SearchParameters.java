package org.corral.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.corral.account.AccountSearch;
import org.corral.http.FieldFault;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Reads {@code ?query=&order_by=&direction=&page=}. */
final class SearchParameters {
    private static final int MAX_QUERY = 254;
    private static final int MAX_PAGE = 1_000_000;

    private SearchParameters() {}

    /** @throws RefusedException 422 if a parameter is invalid */
    static AccountSearch read(HttpServletRequest request) throws RefusedException {
        String query = parameter(request, "query", "");
        if (query.length() > MAX_QUERY || query.chars().anyMatch(Character::isISOControl)) {
            throw wrong("query", "At most " + MAX_QUERY + " characters, none of them a control character");
        }
        String orderBy = parameter(request, "order_by", "created_at");
        if (!AccountSearch.ORDERS.containsKey(orderBy)) {
            throw wrong("order_by", "One of " + String.join(", ", new TreeSet<>(AccountSearch.ORDERS.keySet())));
        }
        String direction = parameter(request, "direction", "asc");
        if (!direction.equals("asc") && !direction.equals("desc")) {
            throw wrong("direction", "asc or desc");
        }
        return new AccountSearch(query, orderBy, direction.equals("desc"), page(parameter(request, "page", "1")));
    }

    private static int page(String text) throws RefusedException {
        if (!text.matches("[0-9]{1,7}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_PAGE) {
            throw wrong("page", "A number from 1 to " + MAX_PAGE);
        }
        return Integer.parseInt(text);
    }

    private static String parameter(HttpServletRequest request, String name, String otherwise) {
        return Optional.ofNullable(request.getParameter(name))
                .filter(value -> !value.isEmpty())
                .orElse(otherwise);
    }

    private static RefusedException wrong(String name, String msg) {
        return new RefusedException(
                Refusal.invalid(List.of(new FieldFault("value_error", List.of("query", name), msg))));
    }
}

package org.corral.account;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Optional;
import org.corral.http.ClientAddress;

/**
 * Where somebody signs in, so that he knows it again in the list of his sessions.
 *
 * @param userAgent what the browser or program calls itself: its own word, cut to {@value #LONGEST} characters
 * @param address of the client; empty text where the server can't tell
 */
record SignInOrigin(String userAgent, String address) {
    private static final int LONGEST = 300;

    static SignInOrigin of(HttpServletRequest request, ClientAddress clients) {
        String agent =
                Optional.ofNullable(request.getHeader("User-Agent")).orElse("").replaceAll("[^\\x20-\\x7e]", "?");
        String address = clients.of(request).map(InetAddress::getHostAddress).orElse("");
        return new SignInOrigin(agent.substring(0, Math.min(agent.length(), LONGEST)), address.replaceFirst("%.*", ""));
    }
}

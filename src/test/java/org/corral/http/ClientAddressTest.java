package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.corral.settings.IpLiteral;
import org.corral.settings.Settings;
import org.corral.settings.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private final ClientAddress clients = new ClientAddress(
            Settings.load(new Sources(Map.of("CORRAL_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8"), Map.of(), Map.of()))
                    .signIn()
                    .trustedProxies());

    private static InetAddress address(String text) {
        return IpLiteral.parse(text).orElseThrow();
    }

    private static FakeRequest from(String peer) {
        return FakeRequest.of("POST", "/signin").from(peer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 198.51.100.1", "Forwarded: for=198.51.100.1"})
    void whatAStrangerSaysOfItselfIsNotBelieved(String line) {
        String[] parts = line.split(": ", 2);
        assertThat(clients.of(from("203.0.113.5").header(parts[0], parts[1]).build()))
                .contains(address("203.0.113.5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1 | 198.51.100.1",
                "1.1.1.1, 198.51.100.1 | 198.51.100.1",
                "1.1.1.1, 198.51.100.1, 10.2.2.2 | 198.51.100.1",
                "198.51.100.1:4711 | 198.51.100.1",
                "[2001:db8::7]:4711 | 2001:db8::7",
                "2001:db8::7 | 2001:db8::7",
                "10.3.3.3 | 10.3.3.3",
                "1.1.1.1, nonsense | 10.1.1.1",
                "1.1.1.1, unknown, 10.2.2.2 | 10.2.2.2",
                "1.1.1.1, | 10.1.1.1",
            })
    void theLastAddressBeforeOurProxiesCounts(String field, String client) {
        assertThat(clients.of(from("10.1.1.1").header("X-Forwarded-For", field).build()))
                .contains(address(client));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.1 | 198.51.100.1",
                "for=1.1.1.1, proto=http; For=198.51.100.1;by=10.0.0.1 | 198.51.100.1",
                "for=\"[2001:db8::7]:4711\";proto=https | 2001:db8::7",
                "for=1.1.1.1, for=_hidden | 10.1.1.1",
                "for=\"1.1.1.1, for=198.51.100.1 | 198.51.100.1",
                "proto=http | 10.1.1.1",
            })
    void theStandardFieldIsReadTheSameWay(String field, String client) {
        assertThat(clients.of(from("10.1.1.1").header("Forwarded", field).build()))
                .contains(address(client));
    }

    @Test
    void severalFieldsAreOneList() {
        FakeRequest request =
                from("fd00::1").header("X-Forwarded-For", "1.1.1.1").header("X-Forwarded-For", "198.51.100.1");
        assertThat(clients.of(request.build())).contains(address("198.51.100.1"));
    }

    /** A proxy that writes one of them passes on what the client put into the other. */
    @Test
    void fieldsThatContradictEachOtherAreBothNotBelieved() {
        FakeRequest request =
                from("10.1.1.1").header("X-Forwarded-For", "198.51.100.1").header("Forwarded", "for=1.1.1.1");
        assertThat(clients.of(request.build())).contains(address("10.1.1.1"));
        assertThat(clients.of(from("10.1.1.1")
                        .header("X-Forwarded-For", "198.51.100.1")
                        .header("Forwarded", "for=198.51.100.1")
                        .build()))
                .contains(address("198.51.100.1"));
    }

    @Test
    void withoutTrustedProxiesThePeerCounts() {
        FakeRequest request = from("10.1.1.1").header("X-Forwarded-For", "1.1.1.1");
        assertThat(new ClientAddress(List.of()).of(request.build())).contains(address("10.1.1.1"));
    }
}

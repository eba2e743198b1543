package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    private static InetAddress address(String text) {
        return IpLiteral.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.6, false",
        "192.168.1.128/25, 192.168.1.127, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "127.0.0.1, ::ffff:127.0.0.1, true",
        "fe80::/10, fe80::1%eth0, true"
    })
    void networkHasTheAddressesThatBeginAsIt(String network, String address, boolean inside)
            throws WrongValueException {
        assertThat(Network.parse(network).contains(address(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "10.0.0.0/33", "10.0.0/8", "10.0.0.256", "::1/129", "1.2.3.4/-1", "1.2.3.4/", "*"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(WrongValueException.class);
    }

    @Test
    void severalAreSeparatedAsOneLikes() throws WrongValueException {
        assertThat(Network.parseAll("10.0.0.0/8, ::1;192.168.0.0/16 127.0.0.1")).hasSize(4);
    }

    @Test
    void hostNamesAreNeverLookedUp() {
        assertThat(IpLiteral.parse("example.org")).isEmpty();
        assertThat(IpLiteral.parse("1.2.3")).isEmpty();
        assertThat(IpLiteral.parse("face:b00k")).isEmpty();
        assertThat(IpLiteral.parse("")).isEmpty();
    }
}

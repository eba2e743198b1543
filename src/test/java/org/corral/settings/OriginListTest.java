package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginListTest {
    /** What is compared is the text that the browser sends. */
    @ParameterizedTest
    @CsvSource({
        "https://chat.example.org, https://chat.example.org",
        "HTTPS://Chat.Example.org:443, https://chat.example.org",
        "http://localhost:80, http://localhost",
        "http://localhost:5173, http://localhost:5173",
        "https://h:80, https://h:80",
        "http://[::1]:8080, http://[::1]:8080",
        "app://obsidian.md, app://obsidian.md",
        "http://My_Host:8080, http://my_host:8080",
        "https://my_host:443, https://my_host",
        "chrome-extension://abcdefghijklmnop, chrome-extension://abcdefghijklmnop"
    })
    void originIsKeptAsBrowsersWriteIt(String written, String kept) throws WrongValueException {
        assertThat(OriginList.parse(written)).containsExactly(kept);
    }

    @Test
    void severalStandInOneList() throws WrongValueException {
        assertThat(OriginList.parse("https://a.test, https://b.test;https://a.test"))
                .isEqualTo(Set.of("https://a.test", "https://b.test"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://a.test/",
                "https://a.test/path",
                "https://a.test?x",
                "https://user@a.test",
                "https://*.a.test",
                "https://my_host/",
                "https://user@my_host",
                "https://*",
                "http://*",
                "file://*",
                "*://*",
                "moz-extension://*/",
                "moz-extension://*:80",
                "moz-extension://*abc",
                "moz-extension:*",
                "https://",
                "a.test",
                "//a.test",
                "https:a.test",
                "https://a.test, *",
                "* *"
            })
    void whatIsNoExactOriginIsAMistake(String written) {
        assertThatExceptionOfType(WrongValueException.class).isThrownBy(() -> OriginList.parse(written));
    }
}

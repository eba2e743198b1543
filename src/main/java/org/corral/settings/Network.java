package org.corral.settings;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network or one address, such as {@code 10.0.0.0/8} and {@code ::1}.
 *
 * @param bits how many leading bits all addresses of the network have in common
 */
public record Network(InetAddress base, int bits) {
    public Network {
        if (bits < 0 || bits > base.getAddress().length * 8) {
            throw new IllegalArgumentException("not a length of this kind of address: " + bits);
        }
    }

    static Network parse(String text) throws WrongValueException {
        String[] parts = text.split("/", 2);
        Optional<InetAddress> base = IpLiteral.parse(parts[0]);
        if (base.isEmpty()) {
            throw wrong();
        }
        int longest = base.get().getAddress().length * 8;
        int bits = parts.length == 1 ? longest : parts[1].matches("[0-9]{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (bits < 0 || bits > longest) {
            throw wrong();
        }
        return new Network(base.get(), bits);
    }

    /** Parses networks that are separated by commas, semicolons or blanks. */
    static List<Network> parseAll(String text) throws WrongValueException {
        List<Network> all = new ArrayList<>();
        for (String each : text.split("[,;\\s]+", -1)) {
            all.add(parse(each));
        }
        return List.copyOf(all);
    }

    private static WrongValueException wrong() {
        return new WrongValueException("is no list of addresses and networks", "such as 10.0.0.0/8, 192.168.1.7, ::1");
    }

    public boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((ours[i / 8] & mask) != (theirs[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}

package dev.rapport.launcher;

import java.util.List;

/** Text that would run a script, load something or break out of its place, if it were taken for markup anywhere. */
final class HostileText {
    /** Each on its own, all different, none with space at its ends. */
    static final List<String> ALL = List.of(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(2)>",
            "<svg onload=alert(3)>",
            "\"><script>alert(4)</script>",
            "'><img src=http://203.0.113.7/a.png>",
            "</textarea><script>alert(5)</script>",
            "</title><script>alert(6)</script>",
            "<iframe src=\"javascript:alert(7)\"></iframe>",
            "<a href=\"javascript:alert(8)\">here</a>",
            "[here](javascript:alert(9))",
            "![picture](http://203.0.113.7/b.png)",
            "`<b onmouseover=alert(10)>`",
            "{{constructor.constructor('alert(11)')()}}",
            "${alert(12)}",
            "<style>@import 'http://203.0.113.7/c.css';</style>",
            "<link rel=stylesheet href=http://203.0.113.7/d.css>",
            "<meta http-equiv=refresh content=\"0;url=http://203.0.113.7/\">",
            "<base href=http://203.0.113.7/>",
            "<details open ontoggle=alert(13)>",
            "<video><source onerror=alert(14)></video>",
            "<math><mtext></p><img src onerror=alert(15)>",
            "&lt;script&gt;alert(16)&lt;/script&gt;",
            "\" autofocus onfocus=alert(17) x=\"",
            "<form action=http://203.0.113.7/><input type=submit autofocus>");

    private HostileText() {}
}

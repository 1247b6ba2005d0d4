"""The two cookies of a browser: its session, and the sign-in that it has begun."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

SIGN_IN_S = 600


@dataclass(frozen=True, slots=True)
class Cookies:
    """`__Host-` (RFC 6265bis section 4.1.3.2) keeps other names of the domain from setting ours;
    browsers take it over https alone, so that the demo on loopback goes without.
    """

    is_secure: bool

    @property
    def session_name(self) -> str:
        return "__Host-interco" if self.is_secure else "interco"

    @property
    def sign_in_name(self) -> str:
        return f"{self.session_name}-sign-in"

    def session_of(self, request: Request) -> str | None:
        return request.cookies.get(self.session_name)

    def sign_in_of(self, request: Request) -> str | None:
        return request.cookies.get(self.sign_in_name)

    def keep_session(self, response: Response, secret: str) -> None:
        """Until the browser closes; when it ends is the server's to say."""
        self._keep(response, self.session_name, secret, None)

    def keep_sign_in(self, response: Response, secret: str) -> None:
        self._keep(response, self.sign_in_name, secret, SIGN_IN_S)

    def forget_session(self, response: Response) -> None:
        self._keep(response, self.session_name, "", 0)

    def _keep(self, response: Response, name: str, value: str, max_age: int | None) -> None:
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path="/",
            secure=self.is_secure,
            httponly=True,
            # Lax: the callback comes from the provider's site.
            samesite="lax",
        )

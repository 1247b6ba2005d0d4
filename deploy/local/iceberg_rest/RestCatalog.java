import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/**
 * Iceberg's own REST catalog (its tests' servlet), which knows neither an address to listen on, nor
 * accounts, nor more than one warehouse: this main adds those three, as servers in production have.
 *
 * <p>Its one argument is a JSON file: host, port, catalog (properties of every one), warehouses (name
 * to location), accounts (id, secret, token, writes, warehouses), token_lifetime_s. The token of an
 * account is good for ever; one that is given for its secret is another, for its lifetime.
 */
public final class RestCatalog extends HttpServlet {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SecureRandom RANDOM = new SecureRandom();
  private final JsonNode accounts;
  private final long tokenLifetimeS;
  private final Map<String, Given> given = new ConcurrentHashMap<>();
  private final Map<String, Warehouse> warehouses = new HashMap<>();

  /** A token that was given for an account's secret. */
  private record Given(JsonNode account, Instant until) {}

  /** One catalog; its servlet is called with the paths of a catalog that stands alone. */
  private static final class Warehouse extends RESTCatalogServlet {
    Warehouse(String name, Map<String, String> properties) {
      super(new RESTCatalogAdapter(opened(name, properties)));
    }

    private static InMemoryCatalog opened(String name, Map<String, String> properties) {
      InMemoryCatalog catalog = new InMemoryCatalog();
      catalog.initialize(name, properties);
      return catalog;
    }
  }

  private RestCatalog(JsonNode settings) {
    accounts = settings.get("accounts");
    tokenLifetimeS = settings.get("token_lifetime_s").asLong();
    for (Map.Entry<String, JsonNode> each : settings.get("warehouses").properties()) {
      Map<String, String> properties = new HashMap<>();
      settings.get("catalog").properties().forEach(p -> properties.put(p.getKey(), p.getValue().asText()));
      properties.put("warehouse", each.getValue().asText());
      warehouses.put(each.getKey(), new Warehouse(each.getKey(), properties));
    }
  }

  public static void main(String[] arguments) throws Exception {
    JsonNode settings = JSON.readTree(new File(arguments[0]));
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost(settings.get("host").asText());
    connector.setPort(settings.get("port").asInt());
    server.addConnector(connector);
    RestCatalog catalog = new RestCatalog(settings);
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder holder = new ServletHolder(catalog);
    context.addServlet(holder, "/*");
    for (Map.Entry<String, Warehouse> each : catalog.warehouses.entrySet()) {
      // Initialised by Jetty under a path that nobody is led to.
      context.addServlet(new ServletHolder(each.getValue()), "/.warehouses/" + each.getKey());
    }
    server.setHandler(context);
    server.start();
    server.join();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, jakarta.servlet.ServletException {
    String path = request.getRequestURI();
    if (path.equals("/v1/oauth/tokens")) {
      giveToken(request, response);
      return;
    }
    JsonNode account = accountOf(request);
    if (account == null) {
      refuse(response, 401, "NotAuthorizedException", "no such token");
      return;
    }
    String[] parts = path.split("/", 4);
    boolean asksConfig = path.equals("/v1/config");
    String name = asksConfig ? request.getParameter("warehouse") : parts.length > 2 ? parts[2] : "";
    Warehouse warehouse = warehouses.get(name);
    if (warehouse == null) {
      refuse(response, 404, "NoSuchWarehouseException", "no such warehouse");
    } else if (!mayUse(account, name, request)) {
      refuse(response, 403, "ForbiddenException", "not for this account");
    } else if (asksConfig) {
      write(response, 200, Map.of("defaults", Map.of(), "overrides", Map.of("prefix", name)));
    } else {
      String alone = "/v1/" + (parts.length > 3 ? parts[3] : "");
      warehouse.service(
          new HttpServletRequestWrapper(request) {
            @Override
            public String getRequestURI() {
              return alone;
            }
          },
          response);
    }
  }

  private void giveToken(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String said = request.getHeader("Authorization");
    String form = request.getParameter("client_id") + ":" + request.getParameter("client_secret");
    for (JsonNode each : accounts) {
      String known = each.get("id").asText() + ":" + each.get("secret").asText();
      String basic =
          "Basic " + Base64.getEncoder().encodeToString(known.getBytes(StandardCharsets.UTF_8));
      // RFC 6749, 2.3.1: in a header, or in the form.
      if (same(basic, said) || same(known, form)) {
        write(
            response,
            200,
            Map.of(
                "access_token", newToken(each),
                "token_type", "bearer",
                "issued_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "expires_in", tokenLifetimeS));
        return;
      }
    }
    write(response, 401, Map.of("error", "invalid_client", "error_description", "no such client"));
  }

  private String newToken(JsonNode account) {
    byte[] token = new byte[30];
    RANDOM.nextBytes(token);
    String written = Base64.getUrlEncoder().encodeToString(token);
    given.put(written, new Given(account, Instant.now().plusSeconds(tokenLifetimeS)));
    return written;
  }

  private JsonNode accountOf(HttpServletRequest request) {
    String said = request.getHeader("Authorization");
    given.values().removeIf(each -> each.until().isBefore(Instant.now()));
    if (said != null && said.startsWith("Bearer ")) {
      Given found = given.get(said.substring("Bearer ".length()));
      if (found != null) {
        return found.account();
      }
    }
    for (JsonNode each : accounts) {
      if (same("Bearer " + each.get("token").asText(), said)) {
        return each;
      }
    }
    return null;
  }

  private static boolean mayUse(JsonNode account, String warehouse, HttpServletRequest request) {
    boolean enters = false;
    for (JsonNode each : account.get("warehouses")) {
      enters |= each.asText().equals(warehouse);
    }
    String method = request.getMethod();
    boolean reads = method.equals("GET") || method.equals("HEAD");
    boolean reports = request.getRequestURI().endsWith("/metrics");
    return enters && (reads || reports || account.get("writes").asBoolean());
  }

  private static boolean same(String known, String said) {
    return said != null
        && MessageDigest.isEqual(
            known.getBytes(StandardCharsets.UTF_8), said.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuse(HttpServletResponse response, int status, String type, String message)
      throws IOException {
    Map<String, Object> error = Map.of("message", message, "type", type, "code", status);
    write(response, status, Map.of("error", error));
  }

  private static void write(HttpServletResponse response, int status, Map<String, Object> body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    JSON.writeValue(response.getOutputStream(), body);
  }
}

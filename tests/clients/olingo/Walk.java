import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import org.apache.olingo.client.api.EdmEnabledODataClient;
import org.apache.olingo.client.api.ODataClient;
import org.apache.olingo.client.api.communication.ODataClientErrorException;
import org.apache.olingo.client.api.communication.request.retrieve.ODataEntitySetRequest;
import org.apache.olingo.client.api.communication.request.retrieve.XMLMetadataRequest;
import org.apache.olingo.client.api.domain.ClientEntity;
import org.apache.olingo.client.api.domain.ClientEntitySet;
import org.apache.olingo.client.api.domain.ClientProperty;
import org.apache.olingo.client.api.edm.xml.XMLMetadata;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.client.core.http.BasicAuthHttpClientFactory;
import org.apache.olingo.commons.api.edm.Edm;
import org.apache.olingo.commons.api.format.ContentType;

/** Reads `$metadata` strictly, then a set page after page: `Walk ROOT KEY SET [OPTIONS]`. One line a fact. */
public class Walk {
    public static void main(String[] arguments) throws Exception {
        String root = arguments[0];
        String options = arguments.length > 3 ? "?" + arguments[3] : "";
        ODataClient client = ODataClientFactory.getClient();
        client.getConfiguration().setHttpClientFactory(new BasicAuthHttpClientFactory("olingo", arguments[1]));
        client.getConfiguration().setDefaultPubFormat(ContentType.JSON);

        XMLMetadataRequest described = client.getRetrieveRequestFactory().getXMLMetadataRequest(root);
        XMLMetadata metadata = described.execute().getBody();
        System.out.println("valid " + client.metadataValidation().isV4Metadata(metadata));
        client.metadataValidation().validateMetadata(metadata);
        Edm edm = client.getReader().readMetadata(metadata.getSchemaByNsOrAlias());
        metadata.getSchemas().get(0).getEntityTypes().forEach(type -> type.getProperties().forEach(property ->
            System.out.println("type " + type.getName() + "." + property.getName() + " " + property.getType())));

        URI next = URI.create(root + "/" + arguments[2] + options);
        int rows = 0;
        int pages = 0;
        List<ClientEntity> first = new ArrayList<>();
        long started = System.nanoTime();
        while (next != null) {
            ODataEntitySetRequest<ClientEntitySet> request =
                client.getRetrieveRequestFactory().getEntitySetRequest(next);
            ClientEntitySet page = request.execute().getBody();
            if (first.isEmpty()) {
                first.addAll(page.getEntities().subList(0, Math.min(3, page.getEntities().size())));
            }
            rows += page.getEntities().size();
            pages += 1;
            if (page.getCount() != null) {
                System.out.println("count " + page.getCount());
            }
            next = page.getNext();
        }
        System.out.println("rows " + rows + " pages " + pages);
        System.out.println("seconds " + (System.nanoTime() - started) / 1e9);
        Runtime machine = Runtime.getRuntime();
        System.out.println("memory " + (machine.totalMemory() - machine.freeMemory()));

        URI typed = URI.create(root + "/" + arguments[2] + (options.isEmpty() ? "?$top=3" : options));
        // By its model, an answer has typed values; without it numbers are doubles and days texts.
        EdmEnabledODataClient knowing = ODataClientFactory.getEdmEnabledClient(root, edm, null, ContentType.JSON);
        knowing.getConfiguration().setHttpClientFactory(client.getConfiguration().getHttpClientFactory());
        ClientEntitySet page = knowing.getRetrieveRequestFactory()
            .getEntitySetRequest(typed).execute().getBody();
        for (ClientEntity entity : page.getEntities().subList(0, Math.min(3, page.getEntities().size()))) {
            for (ClientProperty property : entity.getProperties()) {
                Object value = property.hasNullValue() ? null
                    : property.getPrimitiveValue().toCastValue(Object.class);
                System.out.println("value " + property.getName() + " "
                    + (value == null ? "null" : value.getClass().getSimpleName()) + " " + value);
            }
        }
        try {
            client.getRetrieveRequestFactory().getEntitySetRequest(URI.create(root + "/nothing_here")).execute();
        } catch (ODataClientErrorException refused) {
            System.out.println("error " + refused.getStatusLine().getStatusCode() + " " + refused.getODataError().getCode());
        }
    }
}

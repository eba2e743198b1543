package org.corral.account;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Optional;
import org.corral.ollama.AllowList;
import org.corral.settings.Role;

/** A row with the models that a role may use. */
@Entity
@Table(name = "corral_role_models")
class RoleModels {
    @Id
    private String role = "";

    private String models = "";

    @Version
    private long version;

    /** For the persistence provider. */
    protected RoleModels() {}

    private RoleModels(Role role) {
        this.role = role.text();
    }

    /** All models, until an admin restricts them. */
    static AllowList of(EntityManager em, Role role) {
        return Optional.ofNullable(em.find(RoleModels.class, role.text()))
                .map(row -> ModelText.parse(row.models))
                .orElse(AllowList.ALL);
    }

    static void change(EntityManager em, Role role, AllowList to) {
        RoleModels row = em.find(RoleModels.class, role.text());
        if (row == null) {
            row = new RoleModels(role);
            em.persist(row);
        }
        row.models = ModelText.of(to);
    }
}

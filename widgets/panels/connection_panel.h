// Encoder servers: which are used in which order, how each was last seen, the test of one stage by
// stage, whether its numbers are right, and those that were found on the network.
#pragma once

#include "widgets/model/connection_model.h"
#include "widgets/model/connection_test_model.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListView;
class QListWidget;
class QPushButton;

namespace diptych::widgets {

/// A server that announces itself.
struct OfferedServer {
    QString title;   ///< "Diptych on mac (mac.local)"
    QString address; ///< "http://192.168.0.7:7860"
};

class ConnectionPanel : public QWidget {
    Q_OBJECT

  public:
    /// Both models are borrowed.
    ConnectionPanel(ConnectionModel* model, ConnectionTestModel* test, QWidget* parent = nullptr);

    /// The settings as they are now: whether the servers are used, and the model's name.
    void setSettings(bool used, const QString& model);
    /// Whether there is a key, and whether it will be there the next time.
    void setKey(bool present, bool lasting);
    /// A word about the key that was not kept; empty = none.
    void setKeyTrouble(const QString& trouble);
    void setOffered(const std::vector<OfferedServer>& offered, const QString& remark);
    /// What the comparison found; `good` colours it. Empty = nothing yet.
    void setComparison(const QString& text, bool good);
    void setComparing(bool comparing);
    /// The server that test and comparison are about; empty when there is none.
    QString chosenServer() const;
    void refuse(const QString& reason);

  Q_SIGNALS:
    void enabledEdited(bool enabled);
    void modelEdited(const QString& model);
    /// Empty = forget it. Whoever hears it keeps it nowhere but in the keychain.
    void keyEntered(const QString& key);
    void testRequested(const QString& server);
    void comparisonRequested(const QString& server);

  private:
    QWidget* makeServers();
    QWidget* makeAddRow();
    QWidget* makeSettings();
    QWidget* makeTest();
    void addServer(const QString& url);
    void showTest();
    void refresh();
    int row() const;

    ConnectionModel* model_;
    ConnectionTestModel* test_;
    QCheckBox* enabled_;
    QLabel* state_;
    QListView* servers_;
    QLabel* serversEmpty_;
    QLineEdit* address_;
    QLabel* refusal_;
    QPushButton* remove_;
    QPushButton* up_;
    QPushButton* down_;
    QLineEdit* modelName_;
    QLineEdit* key_;
    QPushButton* forgetKey_;
    QLabel* keyState_;
    QPushButton* runTest_;
    QPushButton* compare_;
    QListView* stages_;
    QLabel* summary_;
    QLabel* comparison_;
    QListWidget* offered_;
    QLabel* offeredRemark_;
    bool comparing_ = false;
};

} // namespace diptych::widgets

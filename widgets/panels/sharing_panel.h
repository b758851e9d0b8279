// Being the server: a switch, what is offered, where it can be reached and with which key, and what
// is going on.
#pragma once

#include <QString>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace diptych::widgets {

struct SharingSettings {
    bool encoder = true;
    bool chat = true;
    bool rest = false;
    QString host = QStringLiteral("127.0.0.1");
    int port = 7860;
    QString key; ///< empty = none: only at a loopback address

    bool operator==(const SharingSettings&) const = default;
};

class SharingPanel : public QWidget {
    Q_OBJECT

  public:
    explicit SharingPanel(QWidget* parent = nullptr);

    void setSettings(const SharingSettings& settings);
    SharingSettings settings() const;
    /// What the switch shows, and whether settings may be changed; `text` says what is going on.
    void setRunning(bool on, bool busy, const QString& text);
    /// Why it does not work; empty = all is well.
    void setTrouble(const QString& trouble);
    /// Whether the key will be there the next time.
    void setKeyLasting(bool lasting);

  Q_SIGNALS:
    void switched(bool on);
    void settingsEdited();
    void newKeyRequested();

  private:
    QWidget* makeFields();
    void refresh();

    QCheckBox* on_;
    QCheckBox* encoder_;
    QCheckBox* chat_;
    QCheckBox* rest_;
    QComboBox* host_;
    QSpinBox* port_;
    QLineEdit* key_;
    QCheckBox* showKey_;
    QPushButton* newKey_;
    QLabel* keyRemark_;
    QLabel* status_;
    QLabel* trouble_;
    QWidget* fields_;
    bool keyLasting_ = false;
};

/// Whether other machines can reach this address.
bool isOpenAddress(const QString& host);

} // namespace diptych::widgets

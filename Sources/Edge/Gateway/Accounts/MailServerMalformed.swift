/// The address of the mail server is none.
package struct MailServerMalformed: Error, CustomStringConvertible {
  package var description: String {
    "mail.url is no address such as smtp://mail.example.com:587; mail.transport smtp needs one"
  }
}

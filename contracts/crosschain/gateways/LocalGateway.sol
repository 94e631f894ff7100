// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {
    IERC7786GatewaySource,
    IERC7786Recipient
} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {ILocalGateway} from "../../interfaces/ILocalGateway.sol";

/// @title LocalGateway
/// @notice A family of its own: whoever holds a threshold of its attesters' keys can forge any message through it, and no
/// other. It is not upgradeable; a better one is added to the transport beside it.
contract LocalGateway is ILocalGateway, AccessManaged {
    uint64 public immutable chain;

    /// @inheritdoc ILocalGateway
    uint64 public nonce;
    /// @inheritdoc ILocalGateway
    mapping(bytes32 sendId => bool) public delivered;
    /// @inheritdoc ILocalGateway
    mapping(uint64 chain => address gateway) public remote;

    mapping(address signer => bool) private _isAttester;
    address[] private _attesters;
    uint8 private _threshold;

    constructor(address authority, uint64 chain_, address[] memory attesters_, uint8 threshold)
        AccessManaged(authority)
    {
        chain = chain_;
        _setAttesters(attesters_, threshold);
    }

    /// @inheritdoc ILocalGateway
    function setRemote(uint64 chain_, address gateway) external restricted {
        remote[chain_] = gateway;
        emit RemoteSet(chain_, gateway);
    }

    /// @inheritdoc ILocalGateway
    function setAttesters(address[] calldata attesters_, uint8 threshold) external restricted {
        _setAttesters(attesters_, threshold);
    }

    /// @inheritdoc IERC7786GatewaySource
    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IERC7786GatewaySource
    function sendMessage(bytes calldata recipient, bytes calldata payload, bytes[] calldata attributes)
        external
        payable
        returns (bytes32 id)
    {
        if (attributes.length != 0) revert UnsupportedAttribute(bytes4(attributes[0]));
        _take(msg.value);
        (uint256 to,) = InteroperableAddress.parseEvmV1Calldata(recipient);
        uint64 toChain = uint64(to);
        if (toChain != to || remote[toChain] == address(0)) revert UnknownRemote(toChain, address(0));
        bytes memory sender = InteroperableAddress.formatEvmV1(chain, msg.sender);
        uint64 number = ++nonce;
        id = _idOf(Packet(chain, address(this), number, sender, recipient, payload));
        emit MessageSent(id, sender, recipient, payload, 0, attributes);
        emit Queued(id, number, toChain);
    }

    /// @inheritdoc ILocalGateway
    function deliver(Packet calldata packet, bytes[] calldata signatures) external {
        if (packet.sourceGateway == address(0) || remote[packet.sourceChain] != packet.sourceGateway) {
            revert UnknownRemote(packet.sourceChain, packet.sourceGateway);
        }
        (uint256 toChain, address recipient) = InteroperableAddress.parseEvmV1Calldata(packet.recipient);
        if (toChain != chain) revert WrongDestination(uint64(toChain));
        bytes32 id = _idOf(packet);
        if (delivered[id]) revert AlreadyDelivered(id);
        _requireAttested(_attestation(id), signatures);
        delivered[id] = true;
        bytes4 answer = IERC7786Recipient(recipient).receiveMessage(id, packet.sender, packet.payload);
        if (answer != IERC7786Recipient.receiveMessage.selector) revert RefusedByRecipient(recipient);
        emit Delivered(id, recipient);
    }

    /// @inheritdoc ILocalGateway
    function attestationHash(Packet calldata packet) external view returns (bytes32) {
        return _attestation(_idOf(packet));
    }

    /// @inheritdoc ILocalGateway
    function sendId(Packet calldata packet) external pure returns (bytes32) {
        return _idOf(packet);
    }

    /// @inheritdoc ILocalGateway
    function attesters() external view returns (address[] memory list, uint8 threshold) {
        return (_attesters, _threshold);
    }

    /// @dev One that asks for a fee takes it here.
    function _take(uint256 value) internal virtual {
        if (value != 0) revert ValueNotTaken(value);
    }

    function _idOf(Packet memory packet) private pure returns (bytes32) {
        return keccak256(
            abi.encode(
                packet.sourceChain,
                packet.sourceGateway,
                packet.nonce,
                packet.sender,
                packet.recipient,
                packet.payload
            )
        );
    }

    function _attestation(bytes32 id) private view returns (bytes32) {
        return MessageHashUtils.toEthSignedMessageHash(keccak256(abi.encode(id, chain, address(this))));
    }

    function _requireAttested(bytes32 digest, bytes[] calldata signatures) private view {
        if (signatures.length < _threshold) revert BelowThreshold(signatures.length, _threshold);
        address previous;
        for (uint256 i; i < signatures.length; i++) {
            (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            // Rising order makes each attester count once.
            if (failure != ECDSA.RecoverError.NoError || signer <= previous || !_isAttester[signer]) {
                revert BadSignature(i, signer);
            }
            previous = signer;
        }
    }

    function _setAttesters(address[] memory attesters_, uint8 threshold) private {
        if (threshold == 0 || threshold > attesters_.length) {
            revert BadThreshold(threshold, attesters_.length);
        }
        for (uint256 i; i < _attesters.length; i++) {
            _isAttester[_attesters[i]] = false;
        }
        address previous;
        for (uint256 i; i < attesters_.length; i++) {
            if (attesters_[i] <= previous) revert AttestersNotRising(previous, attesters_[i]);
            previous = attesters_[i];
            _isAttester[previous] = true;
        }
        _attesters = attesters_;
        _threshold = threshold;
        emit AttestersSet(attesters_, threshold);
    }
}

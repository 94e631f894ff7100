// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {ERC7786Recipient} from "@openzeppelin/contracts/crosschain/ERC7786Recipient.sol";
import {
    IERC7786GatewaySource,
    IERC7786Recipient
} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {LibCall} from "solady/utils/LibCall.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {IControlHandler, IHedgeTransport} from "../interfaces/IHedgeTransport.sol";
import {FamilySet} from "../types/FamilySet.sol";
import {Kind} from "../types/Message.sol";
import {Broadcast} from "./Broadcast.sol";
import {Families} from "./Families.sol";
import {Votes} from "./Votes.sol";

/// @title HedgeTransport
/// @notice One per chain. A message is the payload abi.encode(toChain, kind, epoch, body) from peer to peer; its digest is
/// keccak256(body). No order of deliveries matters, since only the highest confirmed epoch of a kind does; delivering is
/// safe to repeat, because an epoch that is past has no effect.
/// Assumes for safety that fewer than k families lie; for liveness that all but one deliver in the end.
contract HedgeTransport is
    IHedgeTransport,
    IERC7786GatewaySource,
    ERC7786Recipient,
    AccessManagedUpgradeable,
    UUPSUpgradeable
{
    using Families for Families.Set;
    using Votes for Votes.Ballots;
    using Votes for Votes.Record;

    /// @dev Most of a foreign revert reason that is copied and logged, so that nobody makes others pay for its length.
    uint16 private constant MOST_REASON = 256;
    /// @dev A callee that ran out of gas leaves us 1/64 of what we had, and each call it was nested in as much again. With less
    /// than this part left we cannot tell a refusal from starvation, so the whole delivery reverts and can be repeated.
    uint256 private constant STARVED_PART = 8;

    /// @param k families that must agree
    /// @param epochJump first bound of epochs, for each peer
    /// @param remoteExecutor zero on the hub, whose timelock needs no messages
    struct Init {
        uint64 chain;
        uint8 k;
        GatewayTerms[] gateways;
        uint64[] peerChains;
        address[] peers;
        uint64 epochJump;
        address spokeControl;
        address mandateBook;
        address remoteExecutor;
    }

    /// @custom:storage-location erc7201:gimbal.storage.HedgeTransport
    struct Storage {
        uint64 chain;
        Families.Set gateways;
        Votes.Ballots ballots;
        mapping(uint64 chain => address) peers;
        mapping(Kind => address) handlers;
        mapping(uint64 chain => uint64) maxEpochJump;
        mapping(uint64 toChain => uint64) lastNonce;
        mapping(uint64 toChain => mapping(uint64 nonce => bytes32)) relayed;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.HedgeTransport")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x6e478bc4c9fc00554a8d9999c4b52d350a8383338ba264db2b6cb9fd642dc400;

    function _storage() private pure returns (Storage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        Storage storage $ = _storage();
        $.chain = init.chain;
        $.gateways.k = init.k;
        for (uint256 i; i < init.gateways.length; i++) {
            GatewayTerms calldata terms = init.gateways[i];
            $.gateways.put(terms.gateway, terms.family, terms.active);
            emit GatewaySet(terms.gateway, terms.family, terms.active);
        }
        _requireQuorum();
        for (uint256 i; i < init.peers.length; i++) {
            _setPeer(init.peerChains[i], init.peers[i]);
            _setMaxEpochJump(init.peerChains[i], init.epochJump);
        }
        _setMaxEpochJump(init.chain, init.epochJump);
        _setHandler(Kind.HEARTBEAT, init.spokeControl);
        _setHandler(Kind.CONFIG, init.spokeControl);
        _setHandler(Kind.PAUSE, init.spokeControl);
        _setHandler(Kind.REPORT, init.mandateBook);
        _setHandler(Kind.REMOTE, init.remoteExecutor);
    }

    /// @inheritdoc IHedgeTransport
    function setPeer(uint64 chain_, address peer_) external restricted {
        _setPeer(chain_, peer_);
    }

    /// @inheritdoc IHedgeTransport
    function setHandler(Kind kind, address handler_) external restricted {
        if (kind == Kind.RELAY) revert UnsupportedKind(kind);
        _setHandler(kind, handler_);
    }

    /// @inheritdoc IHedgeTransport
    function setGateway(address gateway, uint8 family, bool active) external restricted {
        _storage().gateways.put(gateway, family, active);
        emit GatewaySet(gateway, family, active);
        _requireQuorum();
    }

    /// @inheritdoc IHedgeTransport
    function setQuorum(uint8 k) external restricted {
        _storage().gateways.k = k;
        _requireQuorum();
    }

    /// @inheritdoc IHedgeTransport
    function setMaxEpochJump(uint64 chain_, uint64 jump) external restricted {
        _setMaxEpochJump(chain_, jump);
    }

    /// @inheritdoc IHedgeTransport
    function send(uint64 toChain, Kind kind, uint64 epoch, bytes calldata body) external payable restricted {
        if (kind == Kind.RELAY || kind == Kind.PAUSE) revert UnsupportedKind(kind);
        _send(toChain, kind, epoch, body);
    }

    /// @inheritdoc IHedgeTransport
    function sendPause(uint64 toChain, uint32 duration) external payable restricted {
        _send(toChain, Kind.PAUSE, uint64(block.timestamp), abi.encode(duration));
    }

    /// @inheritdoc IERC7786GatewaySource
    /// @dev For the token bridge alone (role BRIDGE), so that nobody makes carriers work for nothing.
    function sendMessage(bytes calldata recipient, bytes calldata payload, bytes[] calldata attributes)
        external
        payable
        restricted
        returns (bytes32 sendId)
    {
        if (attributes.length != 0) revert UnsupportedAttribute(bytes4(attributes[0]));
        bytes memory sender = InteroperableAddress.formatEvmV1(_storage().chain, msg.sender);
        sendId = _relay(recipient, payload);
        emit MessageSent(sendId, sender, recipient, payload, msg.value, attributes);
    }

    /// @inheritdoc IERC7786GatewaySource
    function supportsAttribute(bytes4) external pure returns (bool) {
        return false;
    }

    /// @inheritdoc IHedgeTransport
    function resend(uint64 toChain, uint64 nonce, bytes calldata body) external payable {
        bytes32 digest = keccak256(body);
        if (_storage().relayed[toChain][nonce] != digest) revert UnknownMessage(toChain, nonce, digest);
        _send(toChain, Kind.RELAY, nonce, body);
    }

    /// @inheritdoc IHedgeTransport
    function retry(uint64 fromChain, Kind kind, uint64 epoch, bytes calldata body) external {
        Storage storage $ = _storage();
        bytes32 digest = keccak256(body);
        bytes32 id = Votes.messageId(fromChain, kind, epoch, digest);
        Votes.Record storage record = $.ballots.record(fromChain, kind, epoch);
        if (record.isPast(kind, epoch) && record.epoch != epoch) {
            revert StaleEpoch(fromChain, kind, epoch, record.epoch);
        }
        if (record.epoch != epoch || record.digest != digest) {
            uint256 count = Votes.standing($.ballots.cast[id], $.gateways.active).count();
            revert NotConfirmed(id, count, $.gateways.k);
        }
        if (record.executed) revert AlreadyExecuted(id);
        record.executed = true;
        (bool ok, bytes memory reason) = _execute(fromChain, kind, epoch, id, body);
        if (!ok) revert HandlerReverted(reason);
        emit MessageExecuted(fromChain, kind, epoch, digest);
    }

    function _relay(bytes calldata recipient, bytes calldata payload) private returns (bytes32 id) {
        Storage storage $ = _storage();
        (uint256 chainId, address to) = InteroperableAddress.parseEvmV1Calldata(recipient);
        uint64 toChain = uint64(chainId);
        if (chainId != toChain || $.peers[toChain] == address(0)) revert UnknownPeer(toChain);
        uint64 nonce = ++$.lastNonce[toChain];
        bytes memory body = abi.encode(msg.sender, to, payload);
        bytes32 digest = keccak256(body);
        $.relayed[toChain][nonce] = digest;
        id = Votes.messageId($.chain, Kind.RELAY, nonce, digest);
        emit RelayQueued(toChain, nonce, body);
        _send(toChain, Kind.RELAY, nonce, body);
    }

    function _send(uint64 toChain, Kind kind, uint64 epoch, bytes memory body) private {
        Storage storage $ = _storage();
        emit MessageQueued(toChain, kind, epoch, keccak256(body));
        uint256 unspent = msg.value;
        if (toChain == $.chain) {
            // The hub's own spoke: the same rules, and nobody to vouch for what this chain says to itself.
            if (kind == Kind.PAUSE) _pause(toChain, epoch, body);
            else if (!_skip(toChain, kind, epoch)) _confirm(toChain, kind, epoch, body);
        } else {
            address to = $.peers[toChain];
            if (to == address(0)) revert UnknownPeer(toChain);
            Broadcast.Parcel memory parcel = Broadcast.Parcel(toChain, to, kind, epoch, body);
            unspent = Broadcast.send($.gateways.list, parcel, msg.value);
        }
        if (unspent != 0) SafeTransferLib.forceSafeTransferETH(msg.sender, unspent);
    }

    /// @inheritdoc ERC7786Recipient
    function _isAuthorizedGateway(address gateway, bytes calldata sender)
        internal
        view
        override
        returns (bool)
    {
        Storage storage $ = _storage();
        $.gateways.familyOf(gateway);
        (uint256 chainId,) = InteroperableAddress.parseEvmV1Calldata(sender);
        uint64 from = uint64(chainId);
        address expected = $.peers[from];
        if (chainId != from || expected == address(0)) revert UnknownPeer(from);
        // The whole encoding counts: trailing bytes or a padded chain reference are not the peer.
        if (keccak256(sender) != keccak256(InteroperableAddress.formatEvmV1(from, expected))) {
            revert WrongPeer(from, sender);
        }
        return true;
    }

    /// @inheritdoc ERC7786Recipient
    function _processMessage(address gateway, bytes32, bytes calldata sender, bytes calldata payload)
        internal
        override
    {
        Storage storage $ = _storage();
        (uint256 from,) = InteroperableAddress.parseEvmV1Calldata(sender);
        uint64 fromChain = uint64(from);
        (uint64 toChain, Kind kind, uint64 epoch, bytes memory body) =
            abi.decode(payload, (uint64, Kind, uint64, bytes));
        if (toChain != $.chain) revert WrongDestination(toChain, $.chain);
        if (kind == Kind.PAUSE) {
            _pause(fromChain, epoch, body);
            return;
        }
        if (_skip(fromChain, kind, epoch)) return;
        bytes32 digest = keccak256(body);
        uint8 family = $.gateways.familyOf(gateway);
        uint256 count =
            $.ballots.vote(Votes.messageId(fromChain, kind, epoch, digest), family, $.gateways.active);
        emit VoteCounted(fromChain, kind, epoch, digest, family, count);
        if (count >= $.gateways.k) _confirm(fromChain, kind, epoch, body);
    }

    /// @dev Whether a message is too late to matter; reverts when it comes from too far ahead, so that it can be delivered
    /// again once the epochs between have arrived.
    function _skip(uint64 fromChain, Kind kind, uint64 epoch) private returns (bool) {
        Storage storage $ = _storage();
        if (kind != Kind.RELAY && $.handlers[kind] == address(0)) revert UnsupportedKind(kind);
        Votes.Record storage record = $.ballots.record(fromChain, kind, epoch);
        uint64 current = record.epoch;
        if (record.isPast(kind, epoch)) {
            emit StaleMessage(fromChain, kind, epoch, current);
            return true;
        }
        uint64 jump = $.maxEpochJump[fromChain];
        if (kind != Kind.RELAY && epoch - current > jump) {
            revert EpochJump(
                fromChain, kind, epoch, jump > type(uint64).max - current ? type(uint64).max : current + jump
            );
        }
        return false;
    }

    function _confirm(uint64 fromChain, Kind kind, uint64 epoch, bytes memory body) private {
        bytes32 digest = keccak256(body);
        Votes.Record storage record = _storage().ballots.record(fromChain, kind, epoch);
        record.confirm(epoch, digest);
        emit MessageConfirmed(fromChain, kind, epoch, digest);
        record.executed = true; // before the call, so that a handler that comes back here cannot execute it twice
        (bool ok, bytes memory reason) =
            _execute(fromChain, kind, epoch, Votes.messageId(fromChain, kind, epoch, digest), body);
        if (ok) {
            emit MessageExecuted(fromChain, kind, epoch, digest);
        } else {
            record.executed = false;
            emit DeliveryFailed(fromChain, kind, epoch, reason);
        }
    }

    /// @dev Any family's word is enough; the handler keeps pauses short and rare (P7).
    function _pause(uint64 fromChain, uint64 counter, bytes memory body) private {
        (bool ok, bytes memory reason) = _execute(fromChain, Kind.PAUSE, counter, 0, body);
        if (ok) emit MessageExecuted(fromChain, Kind.PAUSE, counter, keccak256(body));
        else emit DeliveryFailed(fromChain, Kind.PAUSE, counter, reason);
    }

    function _execute(uint64 fromChain, Kind kind, uint64 epoch, bytes32 id, bytes memory body)
        private
        returns (bool ok, bytes memory reason)
    {
        address to;
        bytes memory call;
        if (kind == Kind.RELAY) {
            address sender;
            bytes memory payload;
            (sender, to, payload) = abi.decode(body, (address, address, bytes));
            bytes memory from = InteroperableAddress.formatEvmV1(fromChain, sender);
            call = abi.encodeCall(IERC7786Recipient.receiveMessage, (id, from, payload));
        } else {
            to = _storage().handlers[kind];
            call = abi.encodeCall(IControlHandler.onControl, (fromChain, kind, epoch, body));
        }
        uint256 given = gasleft();
        (ok,, reason) = LibCall.tryCall(to, 0, given, MOST_REASON, call);
        bool starved = gasleft() < given / STARVED_PART || bytes4(reason) == InsufficientGas.selector;
        if (!ok && starved) revert InsufficientGas(given);
        if (ok && kind == Kind.RELAY) {
            ok = reason.length >= 32 && bytes4(reason) == IERC7786Recipient.receiveMessage.selector;
        }
    }

    function _setPeer(uint64 chain_, address peer_) private {
        Storage storage $ = _storage();
        if (chain_ == $.chain) revert UnknownPeer(chain_); // its own word needs no families
        $.peers[chain_] = peer_;
        emit PeerSet(chain_, peer_);
    }

    function _setHandler(Kind kind, address handler_) private {
        _storage().handlers[kind] = handler_;
        emit HandlerSet(kind, handler_);
    }

    function _setMaxEpochJump(uint64 chain_, uint64 jump) private {
        if (jump == 0) revert ZeroJump();
        _storage().maxEpochJump[chain_] = jump;
        emit MaxEpochJumpSet(chain_, jump);
    }

    function _requireQuorum() private {
        Families.Set storage set = _storage().gateways;
        set.requireQuorum();
        emit QuorumSet(set.k, FamilySet.unwrap(set.active));
    }

    function _authorizeUpgrade(address) internal override restricted {}

    /// @inheritdoc IHedgeTransport
    function confirmedEpoch(uint64 fromChain, Kind kind) external view returns (uint64) {
        return kind == Kind.RELAY ? 0 : _storage().ballots.states[fromChain][kind].epoch;
    }

    /// @inheritdoc IHedgeTransport
    function votes(uint64 fromChain, Kind kind, uint64 epoch, bytes32 digest)
        external
        view
        returns (uint256 count, uint256 families)
    {
        Storage storage $ = _storage();
        FamilySet cast = $.ballots.cast[Votes.messageId(fromChain, kind, epoch, digest)];
        FamilySet standing = Votes.standing(cast, $.gateways.active);
        return (standing.count(), FamilySet.unwrap(standing));
    }

    /// @inheritdoc IHedgeTransport
    function confirmed(uint64 fromChain, Kind kind, uint64 epoch)
        external
        view
        returns (bytes32 digest, bool executed)
    {
        Votes.Record storage record = _storage().ballots.record(fromChain, kind, epoch);
        if (record.epoch == epoch) return (record.digest, record.executed);
    }

    /// @inheritdoc IHedgeTransport
    function peer(uint64 chain_) external view returns (address) {
        return _storage().peers[chain_];
    }

    /// @inheritdoc IHedgeTransport
    function handler(Kind kind) external view returns (address) {
        return _storage().handlers[kind];
    }

    /// @inheritdoc IHedgeTransport
    function maxEpochJump(uint64 chain_) external view returns (uint64) {
        return _storage().maxEpochJump[chain_];
    }

    /// @inheritdoc IHedgeTransport
    function quorum() external view returns (uint8 k, uint256 n) {
        Families.Set storage set = _storage().gateways;
        return (set.k, set.active.count());
    }

    /// @inheritdoc IHedgeTransport
    function gateways() external view returns (GatewayTerms[] memory) {
        return _storage().gateways.list;
    }

    /// @inheritdoc IHedgeTransport
    function nextNonce(uint64 toChain) external view returns (uint64) {
        return _storage().lastNonce[toChain] + 1;
    }

    /// @inheritdoc IHedgeTransport
    function chain() external view returns (uint64) {
        return _storage().chain;
    }
}

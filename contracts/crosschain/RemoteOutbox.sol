// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IHedgeTransport} from "../interfaces/IHedgeTransport.sol";
import {IRemoteOutbox} from "../interfaces/IRemoteOutbox.sol";
import {ValueRefund} from "../spoke/ValueRefund.sol";
import {Kind} from "../types/Message.sol";
import {RemoteBatch, RemoteCall, remoteLeaf} from "../types/Remote.sol";
import {StateTree} from "./StateTree.sol";
import {Votes} from "./Votes.sol";

/// @title RemoteOutbox
contract RemoteOutbox is IRemoteOutbox, ValueRefund, AccessManagedUpgradeable, UUPSUpgradeable {
    using StateTree for StateTree.Tree;

    struct Init {
        uint64 chain;
        address transport;
    }

    struct Box {
        Outgoing out;
        StateTree.Tree batches;
    }

    /// @custom:storage-location erc7201:gimbal.storage.RemoteOutbox
    struct OutboxStorage {
        uint64 chain;
        IHedgeTransport transport;
        mapping(uint64 spoke => Box) boxes;
    }

    /// @dev A batch has to fit into one block of its spoke.
    uint256 private constant MOST_CALLS = 32;
    uint32 private constant LEAST_LIFE = 1 hours;
    uint32 private constant MOST_LIFE = 90 days;
    /// @dev Strangers could otherwise run ahead of the jump of epochs that a spoke accepts.
    uint32 private constant RENEW_APART = 1 days;

    /// @dev With less than this part left, the transport has run out of gas rather than been refused.
    uint256 private constant STARVED_PART = 8;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.RemoteOutbox")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xea403e0538d8089b90d6cddd0d704ec8406b5fbe8ee6e914776f926a79783400;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        OutboxStorage storage $ = _storage();
        ($.chain, $.transport) = (init.chain, IHedgeTransport(init.transport));
    }

    /// @inheritdoc IRemoteOutbox
    function send(uint64 chain, RemoteCall[] calldata calls, uint64 follows, uint32 life)
        external
        payable
        restricted
        refundsValue
        returns (uint64 number)
    {
        if (calls.length == 0) revert NoCalls();
        if (calls.length > MOST_CALLS) revert TooManyCalls(calls.length, MOST_CALLS);
        if (life < LEAST_LIFE || life > MOST_LIFE) revert LifeOutOfRange(life, LEAST_LIFE, MOST_LIFE);
        if (_storage().transport.peer(chain) == address(0)) revert UnknownChain(chain);
        Box storage box = _storage().boxes[chain];
        number = ++box.out.count;
        if (follows != 0) _requireSent(box, chain, follows);
        RemoteBatch memory batch = RemoteBatch(chain, number, follows, uint64(block.timestamp) + life, calls);
        bytes32 leaf = remoteLeaf(batch);
        emit BatchSent(chain, number, leaf, batch);
        _setLeaf(box, chain, number, leaf);
    }

    /// @inheritdoc IRemoteOutbox
    function revoke(uint64 chain, uint64 number) external payable restricted refundsValue {
        Box storage box = _storage().boxes[chain];
        _requireSent(box, chain, number);
        emit BatchRevoked(chain, number);
        _setLeaf(box, chain, number, 0);
    }

    /// @inheritdoc IRemoteOutbox
    function resend(uint64 chain) external payable refundsValue {
        Outgoing storage out = _known(chain).out;
        uint256 kept = address(this).balance;
        _storage().transport.send{value: msg.value}(chain, Kind.REMOTE, out.epoch, abi.encode(out.root));
        emit RootSent(chain, out.epoch, out.root, out.messageId, _spentOf(kept));
    }

    /// @inheritdoc IRemoteOutbox
    function renew(uint64 chain) external payable refundsValue {
        Box storage box = _known(chain);
        uint256 from = uint256(box.out.sentAt) + RENEW_APART;
        if (block.timestamp < from) revert TooSoon(block.timestamp, from);
        // A stranger must not use up epochs that no gateway carries: the spoke bounds their jump.
        if (!_advance(box, chain, box.out.root)) {
            revert IHedgeTransport.NothingSent(chain, Kind.REMOTE, box.out.epoch);
        }
    }

    /// @inheritdoc IRemoteOutbox
    function outgoing(uint64 chain) external view returns (Outgoing memory) {
        return _storage().boxes[chain].out;
    }

    /// @inheritdoc IRemoteOutbox
    function leafOf(uint64 chain, uint64 number) external view returns (bytes32) {
        return number == 0 ? bytes32(0) : _storage().boxes[chain].batches.leafAt(uint32(number - 1));
    }

    /// @inheritdoc IRemoteOutbox
    function proof(uint64 chain, uint64 number) external view returns (bytes32[] memory) {
        Box storage box = _storage().boxes[chain];
        _requireSent(box, chain, number);
        return box.batches.proof(uint32(number - 1));
    }

    function _setLeaf(Box storage box, uint64 chain, uint64 number, bytes32 leaf) private {
        _advance(box, chain, box.batches.set(uint32(number - 1), leaf));
    }

    /// @dev What gateways say must not undo a vote: of a proposal for many chains, one bridge may be down.
    function _advance(Box storage box, uint64 chain, bytes32 root) private returns (bool sent) {
        OutboxStorage storage $ = _storage();
        uint64 epoch = box.out.epoch + 1;
        bytes memory body = abi.encode(root);
        bytes32 id = Votes.messageId($.chain, Kind.REMOTE, epoch, keccak256(body));
        box.out = Outgoing(box.out.count, epoch, uint48(block.timestamp), root, id);
        uint256 kept = address(this).balance;
        uint256 given = gasleft();
        try $.transport.send{value: msg.value}(chain, Kind.REMOTE, epoch, body) {
            emit RootSent(chain, epoch, root, id, _spentOf(kept));
            return true;
        } catch (bytes memory reason) {
            bool starved = gasleft() < given / STARVED_PART
                || bytes4(reason) == IHedgeTransport.InsufficientGas.selector;
            // Whoever executes the vote gave too little; nodes would even propose so little as enough.
            if (starved) revert IHedgeTransport.InsufficientGas(given);
            emit SendFailed(chain, epoch, reason);
        }
    }

    /// @dev A gateway may pay in, so that more is here than before: its gift must not undo a vote.
    function _spentOf(uint256 kept) private view returns (uint256) {
        return Math.saturatingSub(kept, address(this).balance);
    }

    function _known(uint64 chain) private view returns (Box storage box) {
        box = _storage().boxes[chain];
        if (box.out.epoch == 0) revert UnknownChain(chain);
    }

    function _requireSent(Box storage box, uint64 chain, uint64 number) private view {
        if (number == 0 || number > box.out.count || box.batches.leafAt(uint32(number - 1)) == 0) {
            revert UnknownBatch(chain, number);
        }
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (OutboxStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}

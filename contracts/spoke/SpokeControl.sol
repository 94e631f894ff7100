// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {StateTree} from "../crosschain/StateTree.sol";
import {IControlHandler, IHedgeTransport} from "../interfaces/IHedgeTransport.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {ISpokeControl} from "../interfaces/ISpokeControl.sol";
import {MarketConfig, SpokeConfig, SpokeTerms} from "../types/Config.sol";
import {FundEntry, fundLeaf} from "../types/Ledger.sol";
import {MandateBody, mandateLeaf} from "../types/Mandate.sol";
import {Heartbeat, Kind, LeaseState} from "../types/Message.sol";
import {ConfigStore} from "./ConfigStore.sol";
import {Lease} from "./Lease.sol";
import {Looser} from "./Looser.sol";
import {PauseOverlay} from "./PauseOverlay.sol";
import {Tighter} from "./Tighter.sol";
import {WaitingConfigs} from "./WaitingConfigs.sol";

/// @title SpokeControl
/// @notice What reaches it is confirmed by k families (PAUSE by one); it refuses what is old, and knows how long it may act.
contract SpokeControl is ISpokeControl, AccessManagedUpgradeable, UUPSUpgradeable {
    using ConfigStore for ConfigStore.Store;
    using Lease for Lease.Grant;
    using PauseOverlay for PauseOverlay.Overlay;
    using WaitingConfigs for WaitingConfigs.Room;

    /// @param configTimelock where loosening waits; zero on the hub, whose timelock it has left already
    struct Init {
        uint64 chain;
        uint64 hub;
        address oracleRouter;
        address transport;
        address configTimelock;
    }

    /// @custom:storage-location erc7201:gimbal.storage.SpokeControl
    struct Storage {
        uint64 chain;
        uint64 hub;
        IOracleRouter oracleRouter;
        IHedgeTransport transport;
        Lease.Grant lease;
        bytes32 mandateRoot;
        bytes32 configDigest;
        bytes32 fundRoot;
        ConfigStore.Store config;
        PauseOverlay.Overlay overlay;
        TimelockController configTimelock;
        WaitingConfigs.Room room;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.SpokeControl")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0xf00259736715dded4775c53571aad1a8e09f1e701050da508d2037040e1c4900;

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
        $.hub = init.hub;
        $.oracleRouter = IOracleRouter(init.oracleRouter);
        $.transport = IHedgeTransport(init.transport);
        $.configTimelock = TimelockController(payable(init.configTimelock));
    }

    /// @inheritdoc IControlHandler
    function onControl(uint64 fromChain, Kind kind, uint64 epoch, bytes calldata body) external restricted {
        Storage storage $ = _storage();
        if (fromChain != $.hub) revert NotHub(fromChain);
        if (kind == Kind.HEARTBEAT) _acceptHeartbeat(epoch, abi.decode(body, (Heartbeat)));
        else if (kind == Kind.CONFIG) _acceptConfig(epoch, body);
        else if (kind == Kind.PAUSE) _pause(epoch, abi.decode(body, (uint32)));
        else revert IHedgeTransport.UnsupportedKind(kind);
    }

    function _acceptHeartbeat(uint64 epoch, Heartbeat memory beat) private {
        Storage storage $ = _storage();
        if (beat.epoch != epoch) revert EpochMismatch(epoch, beat.epoch);
        if (epoch <= $.lease.epoch) revert EpochNotAbove(epoch, $.lease.epoch);
        $.lease = Lease.Grant(epoch, beat.leaseEnd, uint64(block.timestamp));
        $.mandateRoot = beat.mandateRoot;
        $.configDigest = beat.configDigest;
        $.fundRoot = beat.fundRoot;
        emit HeartbeatAccepted(epoch, beat.leaseEnd, beat.mandateRoot, beat.configDigest, beat.fundRoot);
    }

    /// @inheritdoc ISpokeControl
    function mature(uint64 ticket) external {
        Storage storage $ = _storage();
        if (msg.sender != address($.configTimelock)) revert NotTimelock(msg.sender);
        (SpokeConfig memory config, bytes32 digest) = $.room.take(ticket);
        _apply(config, digest);
    }

    /// @inheritdoc ISpokeControl
    function release(uint64 ticket) external {
        bytes memory call = WaitingConfigs.callOf(ticket);
        _storage().configTimelock.execute(address(this), 0, call, 0, WaitingConfigs.saltOf(ticket));
    }

    function _acceptConfig(uint64 version, bytes memory body) private {
        Storage storage $ = _storage();
        SpokeConfig memory config = abi.decode(body, (SpokeConfig));
        if (config.version != version) revert EpochMismatch(version, config.version);
        if (config.chain != $.chain) revert WrongChain(config.chain, $.chain);
        if (version <= $.config.version) revert VersionNotAbove(version, $.config.version);
        if (address($.configTimelock) != address(0) && $.config.version != 0) {
            SpokeConfig memory current = $.config.readAll($.chain);
            if (Looser.isLooser(config, current)) {
                _wait(config, body);
                return _tighten(current, config);
            }
        }
        delete $.room.list;
        _apply(config, keccak256(body));
    }

    function _wait(SpokeConfig memory config, bytes memory body) private {
        Storage storage $ = _storage();
        TimelockController lock = $.configTimelock;
        (uint64 ticket, bool isNew) = $.room.admit(lock, config, body);
        bytes memory call = WaitingConfigs.callOf(ticket);
        bytes32 salt = WaitingConfigs.saltOf(ticket);
        if (isNew) lock.schedule(address(this), 0, call, 0, salt, lock.getMinDelay());
        bytes32 operation = lock.hashOperation(address(this), 0, call, 0, salt);
        uint256 eta = lock.getTimestamp(operation);
        emit ConfigWaiting(config.version, ticket, keccak256(body), operation, eta, config);
    }

    /// @dev What the config that waits tightens does not wait. Version and digest stay those of what was in force whole: reports carry
    /// them, and the hub knows no others.
    function _tighten(SpokeConfig memory current, SpokeConfig memory next) private {
        SpokeConfig memory both = Tighter.mix(current, next);
        if (!_announce(next.version, current, both)) return;
        _storage().config.amend(both);
        _pass(both);
    }

    function _announce(uint64 version, SpokeConfig memory before, SpokeConfig memory both)
        private
        returns (bool differs)
    {
        differs = keccak256(abi.encode(before)) != keccak256(abi.encode(both));
        if (differs) emit ConfigTightened(version, both);
    }

    /// @dev What has matured allows nothing that a newer one that waits does not; but fields without a direction are the newest's.
    function _apply(SpokeConfig memory config, bytes32 digest) private {
        Storage storage $ = _storage();
        (bool waits, SpokeConfig memory newest) = $.room.newest();
        SpokeConfig memory both = waits ? Tighter.mix(config, newest) : config;
        $.config.replace(both, digest);
        emit ConfigAccepted(config.version, digest, config);
        if (waits) _announce(newest.version, config, both);
        _pass(both);
    }

    /// @dev To those who keep a part of it themselves.
    function _pass(SpokeConfig memory config) private {
        Storage storage $ = _storage();
        for (uint256 i; i < config.markets.length; i++) {
            $.oracleRouter.setTerms(config.markets[i].market, config.markets[i].oracle);
        }
        $.transport.setMaxEpochJump($.hub, config.terms.maxEpochJump);
    }

    function _pause(uint64 counter, uint32 duration) private {
        Storage storage $ = _storage();
        uint256 used = $.overlay.pause($.config.terms, counter, duration);
        emit Paused(counter, $.overlay.until, used);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    /// @inheritdoc ISpokeControl
    function tradingTerms(uint32 market) external view returns (Authority memory, MarketConfig memory) {
        Storage storage $ = _storage();
        return (
            Authority({
                lease: $.lease.stateAt($.config.terms, block.timestamp),
                pausedUntil: $.overlay.until,
                epoch: $.lease.epoch,
                configDigest: $.config.digest
            }),
            $.config.read(market)
        );
    }

    /// @inheritdoc ISpokeControl
    function leaseState() external view returns (LeaseState) {
        Storage storage $ = _storage();
        return $.lease.stateAt($.config.terms, block.timestamp);
    }

    /// @inheritdoc ISpokeControl
    function isPaused() external view returns (bool) {
        return block.timestamp < _storage().overlay.until;
    }

    /// @inheritdoc ISpokeControl
    function pausedUntil() external view returns (uint64) {
        return _storage().overlay.until;
    }

    /// @inheritdoc ISpokeControl
    function heartbeat() external view returns (Heartbeat memory current, uint64 arrival, uint64 end) {
        Storage storage $ = _storage();
        Lease.Grant memory lease = $.lease;
        current = Heartbeat(lease.epoch, lease.end, $.mandateRoot, $.configDigest, $.fundRoot);
        return (current, lease.arrival, lease.effectiveEnd($.config.terms));
    }

    /// @inheritdoc ISpokeControl
    function terms() external view returns (SpokeTerms memory) {
        return _storage().config.terms;
    }

    /// @inheritdoc ISpokeControl
    function marketConfig(uint32 market) external view returns (MarketConfig memory) {
        return _storage().config.read(market);
    }

    /// @inheritdoc ISpokeControl
    function configVersion() external view returns (uint64 version, bytes32 digest) {
        ConfigStore.Store storage config = _storage().config;
        return (config.version, config.digest);
    }

    /// @inheritdoc ISpokeControl
    function waiting() external view returns (Waiting[] memory list) {
        WaitingConfigs.Entry[] storage entries = _storage().room.list;
        list = new Waiting[](entries.length);
        for (uint256 i; i < list.length; i++) {
            WaitingConfigs.Entry storage entry = entries[i];
            list[i] = Waiting(entry.version, entry.ticket, entry.digest, entry.operation);
        }
    }

    /// @inheritdoc ISpokeControl
    function requireMandate(MandateBody calldata body, uint32 index, bytes32[] calldata proof) external view {
        bytes32 root = _storage().mandateRoot;
        if (!StateTree.verify(root, index, mandateLeaf(body), proof)) {
            revert NotUnderMandateRoot(body.book, root);
        }
    }

    /// @inheritdoc ISpokeControl
    function requireFundEntry(FundEntry calldata entry, uint32 index, bytes32[] calldata proof)
        external
        view
    {
        bytes32 root = _storage().fundRoot;
        if (!StateTree.verify(root, index, fundLeaf(entry), proof)) {
            revert NotUnderFundRoot(entry.book, root);
        }
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Heartbeat, LeaseState} from "../types/Message.sol";
import {SpokeConfig, SpokeTerms, MarketConfig} from "../types/Config.sol";
import {MandateBody} from "../types/Mandate.sol";
import {FundEntry} from "../types/Ledger.sol";
import {IControlHandler} from "./IHedgeTransport.sol";

/// @title What a spoke has been told: lease, roots, config, pause
/// @notice Handles confirmed HEARTBEAT and CONFIG messages of the hub and PAUSE of any one family. Trades nothing, holds
/// nothing.
///
/// A config that is nowhere looser than the one in force is in force as soon as it is confirmed, and so is the first. One that
/// loosens anything, or lists a market or venue, waits in the spoke's timelock, where its guardian may cancel it, and takes
/// effect whole. What it tightens does not wait: until then, and for ever where it is cancelled, hedges go on under what it
/// and the one in force both allow. Version and digest stay those of the last config that was in force whole: reports carry
/// them, and the hub knows them. On the hub's own chain nothing waits twice.
///
/// So no field with a direction allows more than what was in force before or has waited, nor more than the newest confirmed
/// config does, except prices where the two believe less than a factor of four in common. What was tightened, though by a
/// config that still waits, loosens again only after a wait.
interface ISpokeControl is IControlHandler {
    error NotHub(uint64 chain);
    error EpochNotAbove(uint64 epoch, uint64 current);
    error VersionNotAbove(uint64 version, uint64 current);
    error WrongChain(uint64 chain, uint64 here);
    error PauseTooLong(uint256 duration, uint256 limit);
    error PauseTooSoon(uint256 since, uint256 limit);
    error PauseShareSpent(uint256 used, uint256 limit);
    /// @notice The counter of a pause is the hub's clock: above the last one, and not ahead of this chain's clock by more
    /// than an hour, so that no forged one can use it up.
    error PauseCounter(uint64 counter, uint64 current);
    /// @notice The epoch of a message is not that of its body.
    error EpochMismatch(uint64 epoch, uint64 inBody);
    error UnknownMarket(uint32 market);
    error NotTimelock(address account);
    /// @notice Nothing waits under the ticket any more: a later config has superseded it.
    error NotWaiting(uint64 ticket);
    error NotUnderMandateRoot(uint64 book, bytes32 root);
    error NotUnderFundRoot(uint64 book, bytes32 root);

    event HeartbeatAccepted(
        uint64 indexed epoch, uint64 leaseEnd, bytes32 mandateRoot, bytes32 configDigest, bytes32 fundRoot
    );
    event ConfigAccepted(uint64 indexed version, bytes32 digest, SpokeConfig config);
    /// @notice A config is confirmed and waits; `operation` is that of the timelock, due at `eta`.
    event ConfigWaiting(
        uint64 indexed version,
        uint64 indexed ticket,
        bytes32 digest,
        bytes32 operation,
        uint256 eta,
        SpokeConfig config
    );
    /// @notice What the newest config `version` tightens is in force, while the rest of it waits. `config` is the resulting state, in
    /// which `config.version` is the last one that was in force whole.
    event ConfigTightened(uint64 indexed version, SpokeConfig config);
    event Paused(uint64 indexed counter, uint64 until, uint256 usedInWindow);

    /// @param ticket under which the timelock lets it pass
    struct Waiting {
        uint64 version;
        uint64 ticket;
        bytes32 digest;
        bytes32 operation;
    }

    /// @notice What a trade is allowed to do, besides the market's terms.
    /// @param epoch heartbeat in force
    struct Authority {
        LeaseState lease;
        uint64 pausedUntil;
        uint64 epoch;
        bytes32 configDigest;
    }

    /// @notice Puts in force what waits under a ticket (the timelock).
    function mature(uint64 ticket) external;
    /// @notice Makes the timelock do so, once the wait is over. Anyone.
    function release(uint64 ticket) external;
    /// @notice Confirmed configs that are not in force yet, the oldest first.
    function waiting() external view returns (Waiting[] memory);
    /// @notice All a trade must know of a market, in one read.
    function tradingTerms(uint32 market) external view returns (Authority memory, MarketConfig memory);
    /// @notice LIVE until the lease ends (the heartbeat's end, or arrival + maxLease if sooner), GRACE for the governed time
    /// after, then HOLD.
    function leaseState() external view returns (LeaseState);
    function isPaused() external view returns (bool);
    function pausedUntil() external view returns (uint64);
    function heartbeat() external view returns (Heartbeat memory current, uint64 arrival, uint64 effectiveEnd);
    function terms() external view returns (SpokeTerms memory);
    function marketConfig(uint32 market) external view returns (MarketConfig memory);
    /// @notice The last config that was in force whole. One that waits may have tightened terms and markets since.
    function configVersion() external view returns (uint64 version, bytes32 digest);
    /// @notice Reverts unless the body stands at `index` under the mandate root in force.
    function requireMandate(MandateBody calldata body, uint32 index, bytes32[] calldata proof) external view;
    function requireFundEntry(FundEntry calldata entry, uint32 index, bytes32[] calldata proof) external view;
}

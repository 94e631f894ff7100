// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {StateTree} from "gimbal/crosschain/StateTree.sol";
import {IControlHandler} from "gimbal/interfaces/IHedgeTransport.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {MarketConfig, SpokeTerms} from "gimbal/types/Config.sol";
import {FundEntry, fundLeaf} from "gimbal/types/Ledger.sol";
import {MandateBody, mandateLeaf} from "gimbal/types/Mandate.sol";
import {Heartbeat, Kind, LeaseState} from "gimbal/types/Message.sol";

/// @notice A spoke's control whose state a test sets at will; proofs are checked for real.
contract ControlDouble is ISpokeControl {
    using StateTree for StateTree.Tree;

    LeaseState public leaseState = LeaseState.LIVE;
    uint64 public pausedUntil;
    uint64 internal _epoch = 1;
    StateTree.Tree internal _mandates;
    StateTree.Tree internal _funds;
    SpokeTerms internal _terms;
    mapping(uint32 => MarketConfig) internal _markets;
    bytes32 internal _digest;

    function setLease(LeaseState state) external {
        leaseState = state;
    }

    function setPausedUntil(uint64 until) external {
        pausedUntil = until;
    }

    function setTerms(SpokeTerms calldata terms_) external {
        _terms = terms_;
    }

    function setMarket(MarketConfig calldata config) external {
        _markets[config.market] = config;
        _digest = keccak256(abi.encode(config));
    }

    function setMandate(MandateBody calldata body, uint32 index) external returns (bytes32[] memory proof) {
        _mandates.set(index, mandateLeaf(body));
        return _mandates.proof(index);
    }

    function mandateProof(uint32 index) external view returns (bytes32[] memory) {
        return _mandates.proof(index);
    }

    function setFund(FundEntry calldata entry, uint32 index) external returns (bytes32[] memory proof) {
        _funds.set(index, fundLeaf(entry));
        return _funds.proof(index);
    }

    function beat() external {
        _epoch++;
    }

    function tradingTerms(uint32 market) external view returns (Authority memory, MarketConfig memory) {
        return (Authority(leaseState, pausedUntil, _epoch, _digest), marketConfig(market));
    }

    function isPaused() external view returns (bool) {
        return block.timestamp < pausedUntil;
    }

    function heartbeat()
        external
        view
        returns (Heartbeat memory current, uint64 arrival, uint64 effectiveEnd)
    {
        current = Heartbeat({
            epoch: _epoch,
            leaseEnd: type(uint64).max,
            mandateRoot: _mandates.root(),
            configDigest: _digest,
            fundRoot: _funds.root()
        });
        return (current, 0, type(uint64).max);
    }

    function terms() external view returns (SpokeTerms memory) {
        return _terms;
    }

    function marketConfig(uint32 market) public view returns (MarketConfig memory config) {
        config = _markets[market];
        if (config.lot == 0) revert UnknownMarket(market);
    }

    function configVersion() external view returns (uint64 version, bytes32 digest) {
        return (1, _digest);
    }

    function requireMandate(MandateBody calldata body, uint32 index, bytes32[] calldata proof) external view {
        bytes32 root = _mandates.root();
        if (!StateTree.verify(root, index, mandateLeaf(body), proof)) {
            revert NotUnderMandateRoot(body.book, root);
        }
    }

    function requireFundEntry(FundEntry calldata entry, uint32 index, bytes32[] calldata proof)
        external
        view
    {
        bytes32 root = _funds.root();
        if (!StateTree.verify(root, index, fundLeaf(entry), proof)) {
            revert NotUnderFundRoot(entry.book, root);
        }
    }

    function onControl(uint64 fromChain, Kind, uint64, bytes calldata) external pure {
        revert NotHub(fromChain);
    }

    function mature(uint64) external pure {}

    function release(uint64) external pure {}

    function waiting() external pure returns (Waiting[] memory) {}
}

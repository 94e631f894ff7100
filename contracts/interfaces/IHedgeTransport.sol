// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Kind} from "../types/Message.sol";

/// @notice Receives confirmed control messages of one chain.
interface IControlHandler {
    /// @notice Called by the transport once k families agree (or directly on the hub's own chain). `body` is the ABI-encoded
    /// Heartbeat, SpokeConfig or Report, or the root of REMOTE; PAUSE: abi.encode(uint32 seconds), with the hub's clock as
    /// epoch.
    function onControl(uint64 fromChain, Kind kind, uint64 epoch, bytes calldata body) external;
}

/// @title k-of-n transport between the hub and its spokes
/// @notice An ERC-7786 recipient of n gateways in families, and itself an ERC-7786 gateway source for the token bridge
/// (`sendMessage`, kind RELAY), so no token moves on the word of one family. Votes are kept per (chain, kind, epoch, digest)
/// until a higher epoch of that kind is confirmed (P4); fewer than k families do nothing but PAUSE (P10).
interface IHedgeTransport {
    /// @param gateway ERC-7786 gateway on this chain
    /// @param family security assumption it belongs to (0..255)
    struct GatewayTerms {
        address gateway;
        uint8 family;
        bool active;
    }

    error UnknownGateway(address gateway);
    error UnknownPeer(uint64 chain);
    error WrongPeer(uint64 chain, bytes sender);
    error StaleEpoch(uint64 chain, Kind kind, uint64 epoch, uint64 confirmed);
    error EpochJump(uint64 chain, Kind kind, uint64 epoch, uint64 most);
    error AlreadyExecuted(bytes32 messageId);
    error NotConfirmed(bytes32 messageId, uint256 votes, uint256 need);
    error BadQuorum(uint256 k, uint256 n);
    /// @notice Nobody handles messages of this kind here, or they do not travel this way.
    error UnsupportedKind(Kind kind);
    error ZeroJump();
    error WrongDestination(uint64 chain, uint64 here);
    /// @notice Not one gateway took the message.
    error NothingSent(uint64 toChain, Kind kind, uint64 epoch);
    error UnknownMessage(uint64 toChain, uint64 nonce, bytes32 digest);
    /// @notice Too little gas for a gateway or a handler to do its part, so nothing is done; call again with more.
    error InsufficientGas(uint256 given);
    error HandlerReverted(bytes reason);

    event PeerSet(uint64 indexed chain, address peer);
    event HandlerSet(Kind indexed kind, address handler);
    event MaxEpochJumpSet(uint64 indexed chain, uint64 jump);
    event GatewaySet(address indexed gateway, uint8 indexed family, bool active);
    event QuorumSet(uint8 k, uint256 families);
    event MessageQueued(uint64 indexed toChain, Kind indexed kind, uint64 indexed epoch, bytes32 digest);
    /// @notice A call of the token bridge left; `body` is needed to send it again.
    event RelayQueued(uint64 indexed toChain, uint64 indexed nonce, bytes body);
    /// @notice A gateway took it, under a number of its own, by which its operator knows it.
    event GatewayTook(
        address indexed gateway, uint64 indexed toChain, Kind kind, uint64 epoch, bytes32 sendId
    );
    event GatewayFailed(
        address indexed gateway, uint64 indexed toChain, Kind kind, uint64 epoch, bytes reason
    );
    event VoteCounted(
        uint64 indexed fromChain,
        Kind indexed kind,
        uint64 indexed epoch,
        bytes32 digest,
        uint8 family,
        uint256 votes
    );
    event MessageConfirmed(uint64 indexed fromChain, Kind indexed kind, uint64 indexed epoch, bytes32 digest);
    /// @notice Its handler has taken a confirmed message (or a PAUSE).
    event MessageExecuted(uint64 indexed fromChain, Kind indexed kind, uint64 indexed epoch, bytes32 digest);
    event DeliveryFailed(uint64 indexed fromChain, Kind indexed kind, uint64 indexed epoch, bytes reason);
    event StaleMessage(uint64 indexed fromChain, Kind indexed kind, uint64 indexed epoch, uint64 confirmed);

    /// @notice Transport on another chain whose messages count here (Timelock).
    function setPeer(uint64 chain, address peer) external;
    /// @notice Who handles confirmed messages of a kind here; zero: nobody. HEARTBEAT, CONFIG and PAUSE belong to
    /// SpokeControl, REPORT to MandateBook, REMOTE to RemoteExecutor; RELAY goes to the recipient it names (Timelock).
    function setHandler(Kind kind, address handler) external;
    /// @notice Adds a gateway or changes it; votes of a family count only while one of its gateways is active (Timelock).
    function setGateway(address gateway, uint8 family, bool active) external;
    /// @notice k families of n must agree; k >= 2, n >= k + 1 (Timelock).
    function setQuorum(uint8 k) external;
    /// @notice Largest step of an epoch beyond the last confirmed one from that chain (role CONFIG). It must leave room for
    /// the messages a channel may lose in a row.
    function setMaxEpochJump(uint64 chain, uint64 jump) external;

    /// @notice Role SENDER (MandateBook, SpokeVault, RemoteOutbox): sends a HEARTBEAT, CONFIG, REPORT or REMOTE through every active gateway, or
    /// hands it to the local handler when `toChain` is this chain. A gateway that reverts is counted, never fatal, unless
    /// all do. Value is split over the gateways in equal parts; what they leave goes back to the caller.
    function send(uint64 toChain, Kind kind, uint64 epoch, bytes calldata body) external payable;
    /// @notice Role GUARDIAN: pauses a spoke through every gateway; one family is enough there. The counter is this chain's
    /// clock.
    function sendPause(uint64 toChain, uint32 duration) external payable;
    /// @notice Sends an earlier RELAY message again; `body` is what its `RelayQueued` event carried. Anyone; executed once
    /// however often it arrives.
    function resend(uint64 toChain, uint64 nonce, bytes calldata body) external payable;
    /// @notice Executes a confirmed message whose delivery failed, if none of a higher epoch is confirmed since; reverts
    /// with the handler's reason. Anyone.
    function retry(uint64 fromChain, Kind kind, uint64 epoch, bytes calldata body) external;

    /// @notice Highest confirmed epoch of a state kind; zero for RELAY and PAUSE, which have none.
    function confirmedEpoch(uint64 fromChain, Kind kind) external view returns (uint64);
    /// @notice Votes of families that are active now, and how many.
    function votes(uint64 fromChain, Kind kind, uint64 epoch, bytes32 digest)
        external
        view
        returns (uint256 count, uint256 families);
    /// @notice Digest confirmed for an epoch in force, or for a RELAY nonce, and whether its handler has taken it.
    function confirmed(uint64 fromChain, Kind kind, uint64 epoch)
        external
        view
        returns (bytes32 digest, bool executed);
    function peer(uint64 chain) external view returns (address);
    function handler(Kind kind) external view returns (address);
    function maxEpochJump(uint64 chain) external view returns (uint64);
    function quorum() external view returns (uint8 k, uint256 n);
    function gateways() external view returns (GatewayTerms[] memory);
    /// @notice Next nonce of RELAY messages to a chain; the first is 1.
    function nextNonce(uint64 toChain) external view returns (uint64);
    function chain() external view returns (uint64);
}

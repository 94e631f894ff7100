// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Pooled token bridge of the quote token between hub and spokes
/// @notice Hub side locks (OpenZeppelin BridgeERC20), spoke side mints and burns (BridgeERC7802). Its gateway is the
/// k-of-n transport. Counters per remote chain are written by its own calls only. A transfer may cost a fee on top of what
/// arrives, governed per spoke (`bridgeFee` of its terms), for both ways alike: the hub goes by RiskParameters, a spoke by its config
/// in force. It stays where it was charged, apart from what is locked or minted, until the Timelock collects it.
interface ITokenBridge {
    event TransferSent(
        uint64 indexed toChain,
        bytes32 indexed sendId,
        address indexed from,
        address to,
        uint256 amount,
        uint256 sent
    );
    event TransferArrived(uint64 indexed fromChain, address indexed to, uint256 amount, uint256 received);

    error ZeroAmount();
    error NothingToAnnounce(uint64 fromChain, address to);
    error NotToAChain(bytes to);
    /// @notice A chain sends back more than it was ever sent; nothing locked for other chains pays for that.
    error MoreThanSent(uint64 chain, uint256 received, uint256 sent);
    /// @notice The delivery was given too little gas for the recipient's hook; deliver again with more.
    error InsufficientGas(uint256 given);

    error OnlyItself(address caller);

    /// @param fees waiting for the Timelock
    event FeeCharged(uint64 indexed toChain, address indexed from, uint256 fee, uint256 fees);
    event FeesCollected(address indexed to, uint256 amount);

    /// @notice The recipient refused the arrival; `pending` of its tokens wait here for `announce`.
    event ArrivalUnannounced(uint64 indexed fromChain, address indexed to, uint256 pending, bytes reason);

    /// @notice Takes `amount` and the fee on it from the caller and sends `amount` to `to` on `toChain`; arrivals at a contract that implements `onArrival` notify it.
    function send(uint64 toChain, address to, uint256 amount) external payable returns (bytes32 sendId);
    /// @notice Hands `to` the arrivals it refused when they came, tokens and news. Anyone.
    function announce(uint64 fromChain, address to) external;
    /// @notice The bridge on another chain (Timelock).
    function setLink(uint64 chain, address counterpart) external;
    /// @notice Pays out the fees kept here (Timelock).
    function collectFees(address to) external returns (uint256 amount);
    /// @notice Fee for a transfer of which `amount` arrives on `toChain`, rounded down; at most 1 %, and none for a spoke that has
    /// no terms yet. Transfers that are under way have paid theirs.
    function feeOf(uint64 toChain, uint256 amount) external view returns (uint256);
    /// @notice Fees kept here.
    function fees() external view returns (uint256);
    function sent(uint64 toChain) external view returns (uint256);
    function received(uint64 fromChain) external view returns (uint256);
    /// @notice What waits here for `to`; `received` counts it only when it is handed over.
    function unannounced(uint64 fromChain, address to) external view returns (uint256);
}

/// @notice Told by the token bridge (or the hub's own side) that `amount` quote arrived for it from a chain.
interface IArrivalHandler {
    function onArrival(uint64 fromChain, uint256 amount) external;
}
